package io.ringway.queues;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * The layout of BatchingQueue, by the rules of Ring: two cache lines to either side of each group of words that one
 * side writes, and all fields smaller than a long that are read all the time ahead of them. LayoutTest checks it.
 */

abstract class BatchingPadBefore {
    long p000, p001, p002, p003, p004, p005, p006, p007, p008, p009, p010, p011, p012, p013, p014, p015;
}

abstract class BatchingFields extends BatchingPadBefore {
    /** The slots, with a margin at both ends, as in {@link Ring#buffer}. */
    final @Nullable Object[] buffer;

    final int mask;
    final int batchSize;
    final int maxPending;
    final long lingerNanos;

    final ReentrantLock lock = new ReentrantLock();
    final Condition batchReady = lock.newCondition();
    final Condition notFull = lock.newCondition();

    /** Set before the queue is closed: tells consumers when {@link BatchingTail#tail} is worth a look. */
    volatile boolean closing;

    /** A producer waits for room; the consumer that makes some clears it and signals {@link #notFull}. */
    volatile boolean producerWaiting;

    BatchingFields(int slots, int batchSize, long lingerNanos, int maxPending) {
        this.buffer = new Object[slots + 2 * Ring.MARGIN];
        this.mask = slots - 1;
        this.batchSize = batchSize;
        this.lingerNanos = lingerNanos;
        this.maxPending = maxPending;
    }
}

abstract class BatchingPadFields extends BatchingFields {
    long p016, p017, p018, p019, p020, p021, p022, p023, p024, p025, p026, p027, p028, p029, p030, p031;

    BatchingPadFields(int slots, int batchSize, long lingerNanos, int maxPending) {
        super(slots, batchSize, lingerNanos, maxPending);
    }
}

abstract class BatchingTail extends BatchingPadFields {
    /** The index of the next insertion, and flags. */
    long tail;

    /** Up to which index producers know that there is room. */
    long limit;

    /** The index of the first element of the batch that is not complete yet. */
    long openStart;

    BatchingTail(int slots, int batchSize, long lingerNanos, int maxPending) {
        super(slots, batchSize, lingerNanos, maxPending);
    }
}

abstract class BatchingPadTail extends BatchingTail {
    long p032, p033, p034, p035, p036, p037, p038, p039, p040, p041, p042, p043, p044, p045, p046, p047;

    BatchingPadTail(int slots, int batchSize, long lingerNanos, int maxPending) {
        super(slots, batchSize, lingerNanos, maxPending);
    }
}

abstract class BatchingSeldom extends BatchingPadTail {
    /** When the element at {@link #openStart} came, by {@link System#nanoTime()}. Consumers read it. */
    long openSince;

    /** How many offers have been refused. */
    long rejected;

    BatchingSeldom(int slots, int batchSize, long lingerNanos, int maxPending) {
        super(slots, batchSize, lingerNanos, maxPending);
    }
}

abstract class BatchingPadSeldom extends BatchingSeldom {
    long p048, p049, p050, p051, p052, p053, p054, p055, p056, p057, p058, p059, p060, p061, p062, p063;

    BatchingPadSeldom(int slots, int batchSize, long lingerNanos, int maxPending) {
        super(slots, batchSize, lingerNanos, maxPending);
    }
}

abstract class BatchingHead extends BatchingPadSeldom {
    /** The index of the next element that no consumer has claimed, and a flag. */
    long head;

    long bySize;
    long byLinger;
    long byFlush;
    long byClose;

    BatchingHead(int slots, int batchSize, long lingerNanos, int maxPending) {
        super(slots, batchSize, lingerNanos, maxPending);
    }
}

abstract class BatchingPadHead extends BatchingHead {
    long p064, p065, p066, p067, p068, p069, p070, p071, p072, p073, p074, p075, p076, p077, p078, p079;

    BatchingPadHead(int slots, int batchSize, long lingerNanos, int maxPending) {
        super(slots, batchSize, lingerNanos, maxPending);
    }
}

abstract class BatchingDelivered extends BatchingPadHead {
    /** How many elements have been handed over. Producers read it when they run out of known room. */
    long delivered;

    BatchingDelivered(int slots, int batchSize, long lingerNanos, int maxPending) {
        super(slots, batchSize, lingerNanos, maxPending);
    }
}

abstract class BatchingLayout extends BatchingDelivered {
    long p080, p081, p082, p083, p084, p085, p086, p087, p088, p089, p090, p091, p092, p093, p094, p095;

    static final VarHandle TAIL;
    static final VarHandle LIMIT;
    static final VarHandle OPEN_SINCE;
    static final VarHandle REJECTED;
    static final VarHandle HEAD;
    static final VarHandle DELIVERED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(BatchingTail.class, "tail", long.class);
            LIMIT = lookup.findVarHandle(BatchingTail.class, "limit", long.class);
            OPEN_SINCE = lookup.findVarHandle(BatchingSeldom.class, "openSince", long.class);
            REJECTED = lookup.findVarHandle(BatchingSeldom.class, "rejected", long.class);
            HEAD = lookup.findVarHandle(BatchingHead.class, "head", long.class);
            DELIVERED = lookup.findVarHandle(BatchingDelivered.class, "delivered", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    BatchingLayout(int slots, int batchSize, long lingerNanos, int maxPending) {
        super(slots, batchSize, lingerNanos, maxPending);
    }
}
