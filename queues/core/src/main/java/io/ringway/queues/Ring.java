package io.ringway.queues;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * The layout. The fields that every operation reads and the words that one side writes each have 128 bytes
 * to either side for themselves: two cache lines, because x86 fetches lines in pairs. A JVM lays out the fields of a
 * superclass before those of its subclasses, but it fills gaps of a superclass with small fields of a subclass: a lone
 * int declared below the hot words has ended up beside one of them, at a third of the throughput. Hence all fields
 * smaller than a long stand in RingFields, ahead of the hot words, and LayoutTest checks the outcome.
 */

abstract class RingPadBefore<E> extends AbstractQueue<E> {
    long p000, p001, p002, p003, p004, p005, p006, p007, p008, p009, p010, p011, p012, p013, p014, p015;
}

abstract class RingFields<E> extends RingPadBefore<E> {
    /**
     * The slots, with a margin at both ends: every access reads the length of the array, which stands just before its
     * first element, and whatever object comes next in memory begins just after its last.
     */
    final @Nullable Object[] buffer;

    final int mask;

    /** Whether {@link SpscQueue} is closed; the others keep that in {@link RingTail#tail}. */
    volatile boolean closed;

    /** Whether a producer of {@link MpscQueue} waits for room. */
    volatile boolean producerWaiting;

    RingFields(int capacity) {
        buffer = new Object[capacity + 2 * Ring.MARGIN];
        mask = capacity - 1;
    }
}

abstract class RingPadFields<E> extends RingFields<E> {
    long p016, p017, p018, p019, p020, p021, p022, p023, p024, p025, p026, p027, p028, p029, p030, p031;

    RingPadFields(int capacity) {
        super(capacity);
    }
}

abstract class RingTail<E> extends RingPadFields<E> {
    /** The index of the next insertion, with the flags of {@link SharedRing} in its upper bits. */
    long tail;

    /** Up to which index {@link SpscQueue} knows the slots to be free. */
    long producerLimit;

    /** The tail at which the producer of {@link SpscQueue} last paused because the ring was nearly full. */
    long heldAt = -1;

    /** How long it pauses, in spin hints. */
    long hold;

    RingTail(int capacity) {
        super(capacity);
    }
}

abstract class RingPadTail<E> extends RingTail<E> {
    long p032, p033, p034, p035, p036, p037, p038, p039, p040, p041, p042, p043, p044, p045, p046, p047;

    RingPadTail(int capacity) {
        super(capacity);
    }
}

abstract class RingRejected<E> extends RingPadTail<E> {
    /** How many insertions have been refused. */
    long rejected;

    RingRejected(int capacity) {
        super(capacity);
    }
}

abstract class RingPadRejected<E> extends RingRejected<E> {
    long p048, p049, p050, p051, p052, p053, p054, p055, p056, p057, p058, p059, p060, p061, p062, p063;

    RingPadRejected(int capacity) {
        super(capacity);
    }
}

abstract class RingHead<E> extends RingPadRejected<E> {
    /** The index of the next removal, with the flags of {@link MpmcQueue} in its upper bits. */
    long head;

    /** The head at which a consumer last paused because it had caught up: {@link Ring#slip}. */
    long slippedAt = -1;

    /** How long it pauses, in spin hints. */
    long slip;

    RingHead(int capacity) {
        super(capacity);
    }
}

abstract class RingPadAfter<E> extends RingHead<E> {
    long p064, p065, p066, p067, p068, p069, p070, p071, p072, p073, p074, p075, p076, p077, p078, p079;

    RingPadAfter(int capacity) {
        super(capacity);
    }
}

/**
 * What the rings share: an array whose slots say by themselves whether they are taken, two indices that only ascend,
 * and the operations that look at the whole queue.
 *
 * <p>Element {@code i} lives in slot {@code i & mask}. A producer writes it there when the slot is {@code null}, a
 * consumer takes it and puts {@code null} back. Elements appear in the order of their indices and vanish in that order
 * too, so one look at the slot at the tail tells whether the queue is full, and one at the head whether it is empty:
 * neither side reads the other's index. That is the idea of FastForward (Giacomoni, Moseley, Vachharajani, PPoPP 2008).
 *
 * <p>The operations here that look at several elements belong to the consumer's side. {@link #lockHead} keeps other
 * consumers away meanwhile, where there can be others. Producers go on.
 */
abstract class Ring<E> extends RingPadAfter<E> implements BoundedQueue<E> {
    static final int MAX_CAPACITY = 1 << 30;

    /** Elements that {@link #fill} makes visible at once. */
    static final int GROUP = 64;

    /** Slots left unused at both ends of the array: two cache lines of compressed references. */
    static final int MARGIN = 32;

    /** The longest pause of a thread that has met the other side, in spin hints: half a microsecond to one. */
    private static final int MAX_SLIP = 16;

    /** About what the other side moves during one spin hint. */
    private static final int ELEMENTS_PER_HINT = 64;

    /**
     * The bits of {@link #tail} and {@link #head} that are the index; at 10^9 operations a second they last 73 years.
     */
    static final long INDEX = (1L << 61) - 1;

    static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
    static final VarHandle TAIL;
    static final VarHandle HEAD;
    static final VarHandle CLOSED;
    static final VarHandle REJECTED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(RingTail.class, "tail", long.class);
            CLOSED = lookup.findVarHandle(RingFields.class, "closed", boolean.class);
            REJECTED = lookup.findVarHandle(RingRejected.class, "rejected", long.class);
            HEAD = lookup.findVarHandle(RingHead.class, "head", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    Ring(int capacity) {
        super(roundUp(capacity));
    }

    static int roundUp(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity must be from 1 to " + MAX_CAPACITY + ": " + capacity);
        }
        return capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    }

    static int requireLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        return limit;
    }

    static <T> T requireSupplied(@Nullable T element) {
        return requireNonNull(element, "source gave null");
    }

    /**
     * Inserts an element without counting a refusal.
     *
     * @return whether there was room
     * @throws QueueClosedException if the queue is closed
     */
    abstract boolean insert(E e);

    /** Keeps other consumers away and returns the index of the head. To be followed by {@link #unlockHead}. */
    abstract long lockHead();

    /**
     * Lets other consumers in again.
     *
     * @param start what {@link #lockHead} gave
     * @param newHead the head from now on, {@code start} or later. Where they are equal, nothing was removed, and the
     *     caller may be a thread that has no part in the queue, such as one that logs it.
     */
    abstract void unlockHead(long start, long newHead);

    /** Returns the place in {@link #buffer} of the slot of an index; flags beside the index don't matter. */
    final int place(long index) {
        return ((int) index & mask) + MARGIN;
    }

    @SuppressWarnings("unchecked")
    final @Nullable E slot(long index) {
        return (E) SLOT.getAcquire(buffer, place(index));
    }

    /**
     * Pauses a consumer that has caught up, if it is the first time at this head, so that it doesn't follow the
     * producer slot by slot.
     *
     * @return whether to look once more
     */
    final boolean slip(long h) {
        // Plain accesses, also where there are several consumers: what one of them misses costs a pause, or saves one.
        if (slippedAt == h) {
            return false;
        }
        slippedAt = h;
        pause(slip);
        slip = nextPause(slip, slip > 0 && slot(h + slip) != null);
        return true;
    }

    static void pause(long hints) {
        for (long n = hints; n > 0; n--) {
            Thread.onSpinWait();
        }
    }

    /**
     * How long to pause the next time, in spin hints.
     *
     * @param last how long it was
     * @param many whether many elements came or went meanwhile, more than hints: two would also do so at a leisurely
     *     pace where a hint takes long
     */
    final long nextPause(long last, boolean many) {
        // Not longer than the other side takes to fill or empty the whole ring.
        int longest = Math.min(MAX_SLIP, capacity() / ELEMENTS_PER_HINT);
        return many ? longest : Math.max(last / 2, Math.min(longest, 1));
    }

    final void countRejected() {
        REJECTED.getAndAdd(this, 1L);
    }

    @Override
    public final boolean offer(E e) {
        if (insert(requireNonNull(e, "e"))) {
            return true;
        }
        countRejected();
        return false;
    }

    @Override
    public final boolean add(E e) {
        return super.add(e);
    }

    @Override
    public final int capacity() {
        return mask + 1;
    }

    @Override
    public final int size() {
        // Read between two equal reads of the head, the tail belongs to it.
        long before = (long) HEAD.getAcquire(this) & INDEX;
        while (true) {
            long end = Math.max(before, (long) TAIL.getAcquire(this) & INDEX);
            // A producer fills slots before it moves the tail beyond them: those elements can be seen already.
            while (end - before < capacity() && slot(end) != null) {
                end++;
            }
            long after = (long) HEAD.getAcquire(this) & INDEX;
            if (before == after) {
                return (int) Math.min(end - before, capacity());
            }
            before = after;
        }
    }

    @Override
    public final boolean isEmpty() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long h = (long) HEAD.getAcquire(this);
            if (slot(h) != null) {
                return false;
            }
            if (h >= 0 && (long) HEAD.getAcquire(this) == h) {
                return true;
            }
        }
    }

    @Override
    public final int remainingCapacity() {
        return capacity() - size();
    }

    @Override
    public final QueueStats stats() {
        // The tail last, so that it isn't behind the head.
        long dequeued = (long) HEAD.getAcquire(this) & INDEX;
        long enqueued = Math.max(dequeued, (long) TAIL.getAcquire(this) & INDEX);
        int size = (int) Math.min(enqueued - dequeued, capacity());
        return new QueueStats(capacity(), size, enqueued, dequeued, (long) REJECTED.getOpaque(this));
    }

    @Override
    public int drain(Consumer<? super E> sink, int limit) {
        requireNonNull(sink, "sink");
        requireLimit(limit);
        int n = 0;
        for (E e; n < limit && (e = poll()) != null; n++) {
            sink.accept(e);
        }
        return n;
    }

    @Override
    public final void clear() {
        for (int n = size(); n > 0 && poll() != null; n--) {
            // each poll removes one of those that were there
        }
    }

    @Override
    public final boolean contains(@Nullable Object o) {
        if (o == null) {
            return false;
        }
        long start = lockHead();
        try {
            return indexOf(o, start) >= 0;
        } finally {
            unlockHead(start, start);
        }
    }

    @Override
    public final boolean remove(@Nullable Object o) {
        if (o == null) {
            return false;
        }
        long start = lockHead();
        long newHead = start;
        try {
            long found = indexOf(o, start);
            if (found >= 0) {
                closeGap(start, found);
                newHead = start + 1;
            }
        } finally {
            unlockHead(start, newHead);
        }
        return newHead != start;
    }

    @Override
    public final Object[] toArray() {
        return snapshot().elements;
    }

    @Override
    public final <T> T[] toArray(T[] a) {
        return snapshot().asList().toArray(a);
    }

    /**
     * Returns an iterator over the elements that are in the queue now, in its order. What happens to the queue later
     * doesn't show in it. Its {@code remove} takes the element out of the queue, if it is still there.
     */
    @Override
    public final Iterator<E> iterator() {
        return snapshot();
    }

    private Snapshot snapshot() {
        long start = lockHead();
        try {
            List<E> elements = new ArrayList<>(size());
            for (E e; elements.size() < capacity() && (e = slot(start + elements.size())) != null; ) {
                elements.add(e);
            }
            return new Snapshot(start, elements.toArray());
        } finally {
            unlockHead(start, start);
        }
    }

    /** Returns the index of the first element at or after {@code start} that equals {@code o}, or -1. */
    private long indexOf(Object o, long start) {
        // Elements end where a slot is free, which may be beyond the tail: see size().
        E e;
        for (long i = start; i < start + capacity() && (e = slot(i)) != null; i++) {
            if (o.equals(e)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Removes the element at {@code gap} by moving those before it up by one, so that the free slot is at {@code start}
     * and the head can pass it. Producers look at no slot that holds an element but, when the queue is full, the one at
     * {@code start}: it is cleared last, with release, so that they write there after these moves.
     */
    private void closeGap(long start, long gap) {
        for (long i = gap; i > start; i--) {
            SLOT.setRelease(buffer, place(i), slot(i - 1));
        }
        SLOT.setRelease(buffer, place(start), null);
    }

    private final class Snapshot implements Iterator<E> {
        private final long start;
        private final Object[] elements;
        private int next;
        private boolean removable;

        Snapshot(long start, Object[] elements) {
            this.start = start;
            this.elements = elements;
        }

        List<Object> asList() {
            return Arrays.asList(elements);
        }

        @Override
        public boolean hasNext() {
            return next < elements.length;
        }

        @Override
        @SuppressWarnings("unchecked")
        public E next() {
            if (next == elements.length) {
                throw new NoSuchElementException();
            }
            removable = true;
            return (E) elements[next++];
        }

        @Override
        public void remove() {
            if (!removable) {
                throw new IllegalStateException("next() has not been called since the last remove()");
            }
            removable = false;
            Object target = elements[next - 1];
            long head = lockHead();
            long newHead = head;
            try {
                // Removals move elements to higher indices only: what stood here is here or further on.
                E e;
                for (long i = Math.max(head, start + next - 1); i < head + capacity() && (e = slot(i)) != null; i++) {
                    if (e == target) {
                        closeGap(head, i);
                        newHead = head + 1;
                        break;
                    }
                }
            } finally {
                unlockHead(head, newHead);
            }
        }
    }
}
