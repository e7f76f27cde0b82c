package io.ringway.stress.canary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One slot and one waiter, without the fence that parking needs.
 *
 * <p>The producer writes the slot and looks for a waiter; the consumer registers as a waiter and looks at the slot.
 * Release and acquire let each side read before its own write is visible, and x86 does: both see nothing, and the
 * consumer would park for ever.
 */
final class NoFenceHandOff {

    private static final VarHandle SLOT;
    private static final VarHandle WAITING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SLOT = lookup.findVarHandle(NoFenceHandOff.class, "slot", Integer.class);
            WAITING = lookup.findVarHandle(NoFenceHandOff.class, "waiting", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by handle
    private Integer slot;

    @SuppressWarnings("unused") // by handle
    private boolean waiting;

    /** Hands over the element, and returns whether there is somebody to wake. */
    boolean offer(Integer element) {
        SLOT.setRelease(this, element);
        return (boolean) WAITING.getAcquire(this);
    }

    /** Registers as a waiter and returns the element, or null if the caller has to park. */
    Integer registerAndLook() {
        WAITING.setRelease(this, true);
        return (Integer) SLOT.getAcquire(this);
    }
}
