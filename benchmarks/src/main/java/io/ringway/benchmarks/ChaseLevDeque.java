package io.ringway.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

abstract class ChaseLevPadBefore {
    long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
}

abstract class ChaseLevBottom extends ChaseLevPadBefore {
    long bottom;
}

abstract class ChaseLevPadBetween extends ChaseLevBottom {
    long p16, p17, p18, p19, p20, p21, p22, p23, p24, p25, p26, p27, p28, p29, p30, p31;
}

abstract class ChaseLevTop extends ChaseLevPadBetween {
    long top;
}

abstract class ChaseLevPadAfter extends ChaseLevTop {
    long p32, p33, p34, p35, p36, p37, p38, p39, p40, p41, p42, p43, p44, p45, p46, p47;
}

/**
 * The deque of Chase and Lev as their paper (SPAA 2005) and the textbooks have it: the indices are volatile. Bounded,
 * and padded as ours is. It keeps references to elements that are gone.
 */
final class ChaseLevDeque extends ChaseLevPadAfter {

    private static final VarHandle BOTTOM;
    private static final VarHandle TOP;

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
    ChaseLevDeque(int capacity) {
        slots = new Object[capacity];
        mask = capacity - 1;
    }

    boolean push(Object element) {
        long b = bottom;
        if (b - (long) TOP.getVolatile(this) > mask) {
            return false;
        }
        slots[(int) b & mask] = element;
        BOTTOM.setVolatile(this, b + 1);
        return true;
    }

    @Nullable
    Object pop() {
        long b = bottom - 1;
        BOTTOM.setVolatile(this, b);
        long t = (long) TOP.getVolatile(this);
        if (t > b) {
            BOTTOM.setVolatile(this, t);
            return null;
        }
        Object element = slots[(int) b & mask];
        if (t == b) {
            if (!TOP.compareAndSet(this, t, t + 1)) {
                element = null;
            }
            BOTTOM.setVolatile(this, t + 1);
        }
        return element;
    }

    /** Takes the oldest element; null also if another thread took it. */
    @Nullable
    Object steal() {
        long t = (long) TOP.getVolatile(this);
        if (t >= (long) BOTTOM.getVolatile(this)) {
            return null;
        }
        Object element = slots[(int) t & mask];
        return TOP.compareAndSet(this, t, t + 1) ? element : null;
    }
}
