package io.ringway.queues;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A ring with many producers, and the waiting of both sides.
 *
 * <p><b>Inserting.</b> The upper bits of {@link #tail} are flags. A producer that finds the slot at the tail free sets
 * {@link #BUSY} by compare-and-set, writes the slot, and stores the next index, which clears the flag. Others wait for
 * those few nanoseconds. Compared with claiming an index first and filling its slot later (Vyukov's bounded queue, and
 * all rings made after it), this costs one more store to a line that the producer has anyway, and gains that elements
 * appear in the order of their indices. So a free slot at the head means that the queue is empty, and a consumer never
 * reads the producers' word, whose line would otherwise travel between the sides at every look.
 *
 * <p><b>Keeping a distance.</b> A consumer that follows a producer slot by slot takes the line away from it for each
 * element. So one that finds nothing pauses and looks once more ({@link Ring#slip}), as FastForward's "temporal
 * slipping" does: once for each index, and for up to 16 spin hints as long as more elements than that come meanwhile.
 * Where they come one by one, as in a dialogue, the pause shrinks to one hint, some tens of nanoseconds.
 *
 * <p><b>Waiting.</b> A consumer that has to wait sets {@link #WAITING} in {@code tail} by compare-and-set, looks once
 * more, and parks. Every insertion after that has to get past a word with the flag, clears it, and wakes a consumer:
 * nobody pays for the possibility that somebody waits. A consumer that leaves while others wait and elements are there
 * wakes the next one. The same the other way round is up to the subclass. All parking happens under one lock, so that
 * setting the flag, the last look and going to sleep are one step for whoever signals.
 *
 * <p><b>Closing</b> sets {@link #CLOSED} in {@code tail} when the flag {@code BUSY} isn't set. Hence an insertion comes
 * either before the close and is complete, or after it and sees the flag.
 */
abstract class SharedRing<E> extends Ring<E> implements BlockingQueue<E> {
    /** A thread is in the middle of an operation on this side. The sign bit: cheap to test. */
    static final long BUSY = 1L << 63;

    /** In {@link #tail}: nothing can be inserted any more. */
    static final long CLOSED = 1L << 62;

    /** In {@link #tail}: a consumer waits for an element. In {@code MpmcQueue}'s head: a producer waits for room. */
    static final long WAITING = 1L << 61;

    final ReentrantLock lock = new ReentrantLock();
    final Condition notEmpty = lock.newCondition();
    final Condition notFull = lock.newCondition();

    /** Threads in the waiting part of a taking operation; guarded by {@link #lock}. */
    private int waitingConsumers;

    /** Threads in the waiting part of a putting operation; guarded by {@link #lock}. */
    private int waitingProducers;

    /** How often to try to set a flag beside {@link #BUSY} while it may be a {@code fill} that holds it. */
    private static final int PATIENCE = 64;

    /** After which time to look again where no flag could make sure of a signal. */
    static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The thread whose source {@link #fill} is asking; it holds {@link #BUSY} in {@link #tail}. */
    private volatile @Nullable Thread filler;

    /** Whether the source of {@link #fill} made room that a waiting producer is still to be told of. */
    private boolean roomOwed;

    SharedRing(int capacity) {
        super(capacity);
    }

    /** Makes sure that a consumer that makes room from now on wakes a producer. Called under {@link #lock}. */
    abstract void announceProducer();

    /** Returns the longest time in nanoseconds that a producer may sleep before it looks again by itself. */
    abstract long longestSleep();

    @Override
    final boolean insert(E e) {
        for (int n = 0; ; n = pauseProducer(n)) {
            // Acquire, here and on the slot: what is written below comes after the reads of the consumer that freed it.
            long t = (long) TAIL.getAcquire(this);
            if (t < 0) {
                continue;
            }
            int place = place(t);
            if ((t & CLOSED) != 0) {
                throw new QueueClosedException();
            }
            if (SLOT.getAcquire(buffer, place) != null) {
                if ((long) TAIL.getAcquire(this) == t) {
                    // The tail was here before and after the look: the queue was full then.
                    return false;
                }
            } else if (TAIL.compareAndSet(this, t, t | BUSY)) {
                // Release: the consumer that finds the element also finds what its producer wrote into it.
                SLOT.setRelease(buffer, place, e);
                unlockTail(t, (t & INDEX) + 1);
                return true;
            }
        }
    }

    /**
     * Ends a change that found {@code found} in {@link #tail}: nobody else writes it meanwhile, so a store is enough.
     */
    private void unlockTail(long found, long newTail) {
        // Release: the next producer finds the slots written before it finds the tail beyond them.
        TAIL.setRelease(this, newTail);
        if ((found & WAITING) != 0) {
            signal(notEmpty);
        }
    }

    private int pauseProducer(int n) {
        if (filler == Thread.currentThread()) {
            throw new IllegalStateException("the source inserts into the queue that it fills, or closes it");
        }
        return Backoff.pause(n);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Other producers, and a call of {@link #close}, wait while the source is asked, and consumers see the elements
     * in groups of up to 64: it should be quick. It must not insert into this queue, nor close it, nor wait for what it
     * gave to be taken.
     *
     * @throws IllegalStateException if the source inserts into this queue or closes it
     */
    @Override
    public final int fill(Supplier<? extends E> source, int limit) {
        requireNonNull(source, "source");
        requireLimit(limit);
        long found = lockTail();
        long end = found & INDEX;
        int n = 0;
        filler = Thread.currentThread();
        try {
            while (n < limit && slot(end) == null) {
                int group = fillGroup(source, end, Math.min(Math.min(limit - n, GROUP), capacity()));
                end += group;
                n += group;
            }
        } finally {
            // What a group that ended with an exception put in has moved the tail, too.
            long reached = (long) TAIL.getAcquire(this) & INDEX;
            boolean owed = roomOwed;
            roomOwed = false;
            filler = null;
            if (reached != (found & INDEX)) {
                unlockTail(found, reached);
            } else {
                TAIL.setRelease(this, found);
            }
            if (owed) {
                signal(notFull);
            }
        }
        return n;
    }

    /**
     * Writes a group's first element last: consumers, which look at that slot, keep off the lines that are being
     * filled, and find all of the group behind it.
     *
     * @param start the tail, whose slot is free
     * @param limit the elements to insert at most; not more than the capacity, as the slot at the tail stays free to
     *     the end
     * @return the elements inserted; at least one
     */
    private int fillGroup(Supplier<? extends E> source, long start, int limit) {
        long end = start;
        E first = null;
        try {
            first = requireSupplied(source.get());
            while (++end < start + limit && slot(end) == null) {
                SLOT.setOpaque(buffer, place(end), requireSupplied(source.get()));
            }
        } finally {
            if (first != null) {
                // Release: who finds the first finds the others, and what their producer wrote into them.
                SLOT.setRelease(buffer, place(start), first);
                TAIL.setRelease(this, end | BUSY);
            }
        }
        return (int) (end - start);
    }

    /** Sets {@link #BUSY} and returns what stood there before. */
    private long lockTail() {
        for (int n = 0; ; n = pauseProducer(n)) {
            long t = (long) TAIL.getAcquire(this);
            if (t >= 0) {
                if ((t & CLOSED) != 0) {
                    throw new QueueClosedException();
                }
                if (TAIL.compareAndSet(this, t, t | BUSY)) {
                    return t;
                }
            }
        }
    }

    @Override
    public final void close() {
        for (int n = 0; ; n = pauseProducer(n)) {
            long t = (long) TAIL.getAcquire(this);
            if (t >= 0 && ((t & CLOSED) != 0 || TAIL.compareAndSet(this, t, (t & INDEX) | CLOSED))) {
                break;
            }
        }
        lock.lock();
        try {
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final boolean isClosed() {
        return ((long) TAIL.getAcquire(this) & CLOSED) != 0;
    }

    @Override
    public final void put(E e) throws InterruptedException {
        requireNonNull(e, "e");
        if (!insert(e)) {
            awaitRoom(e, Long.MAX_VALUE);
        }
    }

    @Override
    public final boolean offer(E e, long timeout, TimeUnit unit) throws InterruptedException {
        requireNonNull(e, "e");
        requireNonNull(unit, "unit");
        if (insert(e) || awaitRoom(e, unit.toNanos(timeout))) {
            return true;
        }
        countRejected();
        return false;
    }

    @Override
    public final E take() throws InterruptedException {
        E e = poll();
        if (e == null) {
            e = awaitElement(Long.MAX_VALUE);
            if (e == null) {
                throw new QueueClosedException();
            }
        }
        return e;
    }

    @Override
    public final @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        requireNonNull(unit, "unit");
        E e = poll();
        return e == null ? awaitElement(unit.toNanos(timeout)) : e;
    }

    @Override
    public final int drainTo(Collection<? super E> c) {
        return drainTo(c, Integer.MAX_VALUE);
    }

    @Override
    public final int drainTo(Collection<? super E> c, int maxElements) {
        requireNonNull(c, "c");
        if (c == this) {
            throw new IllegalArgumentException("c must not be this queue");
        }
        return drain(c::add, Math.min(Math.max(maxElements, 0), size()));
    }

    /** Inserts when there is room; false if the time ran out. */
    private boolean awaitRoom(E e, long nanos) throws InterruptedException {
        long deadline = Patience.deadline(nanos);
        for (int n = 0; Patience.lookAgain(n, nanos); n++) {
            if (insert(e)) {
                return true;
            }
        }
        lock.lockInterruptibly();
        waitingProducers++;
        try {
            while (true) {
                announceProducer();
                // Not while a source is asked: it would be waited for under the lock, which consumers need.
                Thread asking = filler;
                if (asking == null && insert(e)) {
                    return true;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                notFull.awaitNanos(Math.min(left, asking == null ? longestSleep() : LOOK_AGAIN_NANOS));
            }
        } finally {
            if (--waitingProducers > 0 && remainingCapacity() > 0) {
                notFull.signal();
            }
            lock.unlock();
        }
    }

    /** Removes when there is an element; null if the time ran out, or the queue is closed and empty. */
    private @Nullable E awaitElement(long nanos) throws InterruptedException {
        long deadline = Patience.deadline(nanos);
        for (int n = 0; Patience.lookAgain(n, nanos); n++) {
            E e = poll();
            if (e != null) {
                return e;
            }
        }
        lock.lockInterruptibly();
        waitingConsumers++;
        try {
            while (true) {
                boolean announced = announceConsumer();
                // Before the look: what is in a closed queue now is all there will be.
                boolean open = !isClosed();
                E e = poll();
                if (e != null || !open) {
                    return e;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return null;
                }
                notEmpty.awaitNanos(announced ? left : Math.min(left, LOOK_AGAIN_NANOS));
            }
        } finally {
            if (--waitingConsumers > 0 && !isEmpty()) {
                notEmpty.signal();
            }
            lock.unlock();
        }
    }

    /**
     * Makes sure that a producer that inserts from now on wakes a consumer. Called under {@link #lock}.
     *
     * @return false if that was not possible, because the queue is closed or a source is being asked
     */
    private boolean announceConsumer() {
        int n = 0;
        for (int tries = 0; tries < PATIENCE; tries++) {
            long t = (long) TAIL.getAcquire(this);
            if ((t & CLOSED) != 0) {
                return false;
            }
            if (t >= 0 && ((t & WAITING) != 0 || TAIL.compareAndSet(this, t, t | WAITING))) {
                return true;
            }
            n = Backoff.pause(n);
        }
        return false;
    }

    final void signal(Condition condition) {
        if (filler == Thread.currentThread()) {
            // A source removes. Whoever has the lock may wait for this thread to finish its fill.
            roomOwed = true;
            return;
        }
        lock.lock();
        try {
            condition.signal();
        } finally {
            lock.unlock();
        }
    }
}
