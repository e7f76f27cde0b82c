package io.ringway.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The deque of Chase and Lev with no more ordering than Le, Pop, Cohen and Zappa Nardelli found to be needed (PPoPP
 * 2013), bounded, and padded as ours is. It keeps references to elements that are gone.
 */
final class WeakChaseLevDeque extends ChaseLevPadAfter {

    private static final VarHandle BOTTOM;
    private static final VarHandle TOP;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            BOTTOM = lookup.findVarHandle(ChaseLevBottom.class, "bottom", long.class);
            TOP = lookup.findVarHandle(ChaseLevTop.class, "top", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Object[] slots;
    private final int mask;

    /**
     * Creates a deque.
     *
     * @param capacity how many elements it holds, a power of two
     */
    WeakChaseLevDeque(int capacity) {
        slots = new Object[capacity];
        mask = capacity - 1;
    }

    boolean push(Object element) {
        long b = bottom;
        long t = (long) TOP.getAcquire(this);
        if (b - t > mask) {
            return false;
        }
        SLOT.setOpaque(slots, (int) b & mask, element);
        BOTTOM.setRelease(this, b + 1);
        return true;
    }

    @Nullable
    Object pop() {
        long b = bottom - 1;
        BOTTOM.setOpaque(this, b);
        VarHandle.fullFence();
        long t = (long) TOP.getOpaque(this);
        if (t > b) {
            BOTTOM.setOpaque(this, b + 1);
            return null;
        }
        Object element = SLOT.getOpaque(slots, (int) b & mask);
        if (t == b) {
            if (!TOP.compareAndSet(this, t, t + 1)) {
                element = null;
            }
            BOTTOM.setOpaque(this, b + 1);
        }
        return element;
    }

    /** Takes the oldest element; null also if another thread took it. */
    @Nullable
    Object steal() {
        long t = (long) TOP.getAcquire(this);
        VarHandle.fullFence();
        long b = (long) BOTTOM.getAcquire(this);
        if (t >= b) {
            return null;
        }
        Object element = SLOT.getOpaque(slots, (int) t & mask);
        return TOP.compareAndSet(this, t, t + 1) ? element : null;
    }
}
