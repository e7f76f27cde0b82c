package io.ringway.queues;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * The layout, as in Ring: what every thread only reads, the word that all of them change, and the count of refusals
 * have two cache lines to either side for themselves.
 */

abstract class PriorityPadBefore<E> extends AbstractQueue<E> {
    long p000, p001, p002, p003, p004, p005, p006, p007, p008, p009, p010, p011, p012, p013, p014, p015;
}

abstract class PriorityFields<E> extends PriorityPadBefore<E> {
    final PriorityOrder<E> order;
    final int capacity;
    final ReentrantLock parking = new ReentrantLock();
    final Condition notEmpty = parking.newCondition();
    final Condition notFull = parking.newCondition();

    /** Threads in the waiting part of a taking operation; guarded by {@link #parking}. */
    int waitingConsumers;

    /** Threads in the waiting part of a putting operation; guarded by {@link #parking}. */
    int waitingProducers;

    /** The thread whose source {@link ConcurrentPriorityQueue#fill} is asking. */
    volatile @Nullable Thread filler;

    PriorityFields(int capacity, PriorityOrder<E> order) {
        this.capacity = capacity;
        this.order = order;
    }
}

abstract class PriorityPadFields<E> extends PriorityFields<E> {
    long p016, p017, p018, p019, p020, p021, p022, p023, p024, p025, p026, p027, p028, p029, p030, p031;

    PriorityPadFields(int capacity, PriorityOrder<E> order) {
        super(capacity, order);
    }
}

abstract class PriorityWord<E> extends PriorityPadFields<E> {
    /** The lock, the number of elements, and the flags. */
    long word;

    PriorityWord(int capacity, PriorityOrder<E> order) {
        super(capacity, order);
    }
}

abstract class PriorityPadWord<E> extends PriorityWord<E> {
    long p032, p033, p034, p035, p036, p037, p038, p039, p040, p041, p042, p043, p044, p045, p046, p047;

    PriorityPadWord(int capacity, PriorityOrder<E> order) {
        super(capacity, order);
    }
}

abstract class PriorityRejected<E> extends PriorityPadWord<E> {
    /** How many insertions have been refused. */
    long rejected;

    PriorityRejected(int capacity, PriorityOrder<E> order) {
        super(capacity, order);
    }
}

abstract class PriorityPadAfter<E> extends PriorityRejected<E> {
    long p048, p049, p050, p051, p052, p053, p054, p055, p056, p057, p058, p059, p060, p061, p062, p063;

    PriorityPadAfter(int capacity, PriorityOrder<E> order) {
        super(capacity, order);
    }
}

/**
 * A bounded priority queue between any number of producers and consumers, and a drop-in {@link BlockingQueue}. The
 * element of the lowest priority value comes first; among equals the one that was inserted first.
 *
 * <p>There are two forms. {@link #ConcurrentPriorityQueue(int, int) With levels} a priority is one of a few: the fast
 * path. {@link #ConcurrentPriorityQueue(int) Without} it is any {@code int}.
 *
 * <pre>{@code
 * var commands = new ConcurrentPriorityQueue<Command>(1024, 3);
 * commands.put(command, 0);           // ahead of levels 1 and 2
 * commands.offer(report);             // level 1, the middle
 * Command next = commands.take();
 * }</pre>
 *
 * <h2>Algorithm</h2>
 *
 * One word holds a lock of one bit, the number of elements, and the flags of closing and waiting. Who inserts or
 * removes sets the bit by compare-and-set, changes the elements, and stores the word with the new number, which clears
 * the bit. A thread that finds the bit set spins for doubling times, about 13 microseconds in all, and then sleeps,
 * some 50 microseconds at a time, since the holder has lost its processor. With half a microsecond, less than the
 * holder needs where a cache line takes 240 ns between the processors, the form with levels did 0.8 of its transfers
 * with two producers and two consumers. Most of the speed comes from the spinning: the memory stays with one core for
 * several operations in a row.
 *
 * <p>With levels the elements stand in a FIFO list for each, and a bitmap tells which lists have some, as in the run
 * queue of an operating system: inserting and removing takes the same few steps however many there are. Without levels
 * they stand sorted in the leaves of a tree (B<sup>+</sup>-tree: Comer, ACM Computing Surveys 11, 1979), whose entries
 * are longs: priority and slot of the element. The first element is the last entry of the last leaf, so that removing
 * it takes the same few steps, too; inserting one takes time proportional to the logarithm of their number, and moves
 * 64 longs at most on each level. An element goes behind its equals, so that their order needs no comparison. No node
 * is an object of its own making: all are allocated with the queue.
 *
 * <p>Order is strict because there is one lock. Queues that look at one level after the other, each lock-free by
 * itself, are not: an element inserted into level 0 and then one into level 1 by the same thread can come out the wrong
 * way round. {@code PriorityTransferTest} and the JCStress test {@code PriorityInOrder} would find it;
 * {@code PriorityModelPropertyTest} compares any sequence of calls with a sorted list.
 *
 * <p>What was tried and lost: other ways to wait for the bit. The prototype of the form with levels, with two producers
 * and two consumers on two virtual cores and few forks, did 6.3 times the transfers of
 * {@link java.util.concurrent.PriorityBlockingQueue} with the long backoff, 3.9 times with a short one and 1.4 times
 * without. Considered and <em>not</em> measured: flat combining (Hendler, Incze, Shavit, Tzafrir, SPAA 2010) and
 * delegation to the holder of the lock, in which one thread does the work of all that wait. Their callers wait for that
 * thread as they wait for the bit here, and they need a record for each thread, which a queue for any number of virtual
 * threads can't keep. Nor were lock-free levels with a stamp of the whole measured: every insertion into any level has
 * to change the stamp, so that all threads contend for one word again, and a poll starts over whenever it has changed.
 *
 * <p>Without levels a heap lost, an array of longs with four children to a node: with 100,000 elements held and uniform
 * priorities, two producers and two consumers on two virtual cores did 6 to 8 million transfers a second with it, and
 * 12.5 with the tree; in one thread an insertion and a removal took 58 to 127 ns together, and take 35 to 96, by the
 * order of the priorities. A removal from the heap walks down all its levels, and most insertions walk up many. The
 * tree itself did 9 when every insertion began at the root, and 11.5 with a binary search in the nodes, whose steps
 * wait for each other; nodes of 32 or 128 entries made no clear difference.
 *
 * <h2>Threads and progress</h2>
 *
 * Any thread may call anything. Inserting and removing operations, {@link #peek}, {@link #size}, {@link #isEmpty},
 * {@link #remove(Object)}, {@link #contains}, {@link #toArray} and {@link #clear} are linearizable in both forms
 * (tests: {@code PriorityLinearizabilityTest}, and the JCStress tests whose names begin with {@code Priority});
 * {@link #drain} takes its elements one by one, and {@link #fill} inserts them one by one. {@code size},
 * {@code isEmpty}, {@code poll} of an empty queue and {@code offer} to a full one read one word and wait for nobody.
 * The others are not lock-free: a thread that loses its processor while it holds the bit, some tens of nanoseconds,
 * holds up the others until it runs again ({@code PriorityLinearizabilityTest} shows both). No code of an element, sink
 * or source runs under the lock ({@code ConcurrentPriorityQueueTest}).
 *
 * <p>{@code iterator}, {@code toArray}, {@code contains} and {@code remove(Object)} copy all elements under the lock
 * and sort the copy after it; {@code remove(Object)} and {@link Iterator#remove} then look for the one element under
 * the lock. The time is proportional to the number of elements, and others wait meanwhile.
 *
 * <p>The blocking operations look again for some microseconds, then park on a {@link Condition}, which suits virtual
 * threads. A thread that waits puts a flag into the word that the other side changes anyway, so that waiting costs
 * nothing where nobody waits. A parked thread uses no processor time. Among waiting threads, those of producers
 * included, no order is promised: the priority of an element counts from its insertion.
 *
 * <h2>Memory</h2>
 *
 * What a thread did before it inserted an element happens-before what another does after it removed or saw it. Besides,
 * all operations that change the queue are in one order, and what comes before one happens-before what comes after a
 * later one.
 *
 * <p>For each element of its capacity the queue takes 16 bytes with levels and 30 without (4 more each without
 * compressed references), and about 1,000 bytes besides, 6,000 without levels. It allocates nothing after construction
 * ({@code ConcurrentPriorityQueueTest}), except where a thread parks, for the record of {@link #pollItem}, for the
 * operations that copy, and without levels for an insertion that finds no free node because many elements were removed
 * out of turn: it fills all leaves anew, in time proportional to their elements, and other threads wait for it.
 *
 * <h2>When to choose another</h2>
 *
 * Without priorities {@link MpmcQueue}: there producers and consumers do not hold up each other. Without a bound
 * {@link java.util.concurrent.PriorityBlockingQueue}, which keeps no order among equals.
 *
 * @param <E> the type of the elements
 */
public final class ConcurrentPriorityQueue<E> extends PriorityPadAfter<E> implements BoundedQueue<E>, BlockingQueue<E> {
    private static final int MAX_CAPACITY = 1 << 30;

    /** A thread is changing the elements. The sign bit: cheap to test. */
    private static final long BUSY = 1L << 63;

    /** Nothing can be inserted any more. */
    private static final long CLOSED = 1L << 62;

    /** A consumer waits for an element. */
    private static final long TAKER = 1L << 61;

    /** A producer waits for room. */
    private static final long PUTTER = 1L << 60;

    /** A source is asked for an element, for which room is kept. */
    private static final long FILLING = 1L << 59;

    /** The number of elements. */
    private static final long SIZE = (1L << 31) - 1;

    private static final VarHandle WORD;
    private static final VarHandle REJECTED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WORD = lookup.findVarHandle(PriorityWord.class, "word", long.class);
            REJECTED = lookup.findVarHandle(PriorityRejected.class, "rejected", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How an attempt to insert ended. */
    private enum Attempt {
        INSERTED,
        FULL,
        /** There is room for one, which is kept for a source that is being asked. */
        KEPT
    }

    /**
     * Creates a queue for any priorities.
     *
     * @param capacity the most elements that the queue holds, from 1 to 2<sup>30</sup>; not rounded
     * @throws IllegalArgumentException if {@code capacity} is out of range
     */
    public ConcurrentPriorityQueue(int capacity) {
        super(requireCapacity(capacity), new PriorityTree<>(capacity));
    }

    /**
     * Creates a queue for a few priorities, which is several times faster than one for any.
     *
     * @param capacity the most elements that the queue holds, those of all priorities together, from 1 to
     *     2<sup>30</sup>; not rounded
     * @param levels how many priorities there are, from 1 to 64: they are 0 to {@code levels - 1}
     * @throws IllegalArgumentException if an argument is out of range
     */
    public ConcurrentPriorityQueue(int capacity, int levels) {
        super(requireCapacity(capacity), new PriorityLevels<>(capacity, levels));
    }

    private static int requireCapacity(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity must be from 1 to " + MAX_CAPACITY + ": " + capacity);
        }
        return capacity;
    }

    private static int sizeOf(long word) {
        return (int) (word & SIZE);
    }

    /** Keeps all others from changing anything, and returns what stood there. To be followed by {@link #unlock}. */
    private long lock() {
        for (int n = 0; ; n = Backoff.pauseLong(n)) {
            long w = (long) WORD.getAcquire(this);
            if (w >= 0 && WORD.compareAndSet(this, w, w | BUSY)) {
                return w;
            }
        }
    }

    /** As {@link #lock}, but returns {@link #BUSY} and keeps nobody away if there is no element. */
    private long lockUnlessEmpty() {
        for (int n = 0; ; n = Backoff.pauseLong(n)) {
            long w = (long) WORD.getAcquire(this);
            if (sizeOf(w) == 0) {
                // Also beside BUSY: an insertion that has begun takes effect when it stores the word.
                return BUSY;
            }
            if (w >= 0 && WORD.compareAndSet(this, w, w | BUSY)) {
                return w;
            }
        }
    }

    /**
     * Stores the word, which makes the change visible and lets others in; then wakes who waits for it.
     *
     * @param wake which of {@link #TAKER} and {@link #PUTTER} to take out of the word and to wake
     */
    private void unlock(long newWord, long wake) {
        // Release: who locks next, or sees the new number of elements, finds the elements too. Nobody else writes the
        // word while BUSY is set, so that a store is enough.
        WORD.setRelease(this, newWord & ~wake);
        if ((newWord & wake) != 0) {
            wake(newWord & wake);
        }
    }

    private void wake(long flags) {
        parking.lock();
        try {
            if ((flags & TAKER) != 0) {
                notEmpty.signal();
            }
            if ((flags & PUTTER) != 0) {
                notFull.signal();
            }
        } finally {
            parking.unlock();
        }
    }

    private Attempt attempt(E e, int priority) {
        for (int n = 0; ; n = Backoff.pauseLong(n)) {
            long w = (long) WORD.getAcquire(this);
            if ((w & CLOSED) != 0) {
                throw new QueueClosedException();
            }
            int room = capacity - sizeOf(w);
            if (room <= 1 && (room == 0 || (w & FILLING) != 0)) {
                // Also beside BUSY: a removal that has begun takes effect when it stores the word.
                return room == 0 || filler == Thread.currentThread() ? Attempt.FULL : Attempt.KEPT;
            }
            if (w >= 0 && WORD.compareAndSet(this, w, w | BUSY)) {
                order.insert(e, priority);
                unlock(w + 1, TAKER);
                return Attempt.INSERTED;
            }
        }
    }

    /** Inserts an element without counting a refusal; false if the queue is full. */
    private boolean insert(E e, int priority) {
        for (int n = 0; ; n = Backoff.pause(n)) {
            Attempt attempt = attempt(e, priority);
            if (attempt != Attempt.KEPT) {
                return attempt == Attempt.INSERTED;
            }
        }
    }

    private void countRejected() {
        REJECTED.getAndAdd(this, 1L);
    }

    /** Inserts an element with the middle priority: 0, or the number of levels divided by 2. */
    @Override
    public boolean offer(E e) {
        return offer(e, order.middle());
    }

    /**
     * Inserts an element if there is room. Never blocks.
     *
     * @param e the element
     * @param priority its priority: lower values come first
     * @return whether the queue took the element; each {@code false} is counted as {@linkplain QueueStats#rejected()
     *     rejected}
     * @throws NullPointerException if {@code e} is {@code null}
     * @throws IllegalArgumentException if the queue has levels and {@code priority} is none of them
     * @throws QueueClosedException if the queue is closed, full or not
     */
    public boolean offer(E e, int priority) {
        if (insert(requireNonNull(e, "e"), order.requirePriority(priority))) {
            return true;
        }
        countRejected();
        return false;
    }

    /** Inserts an element with the middle priority, waiting for room as long as it takes. */
    @Override
    public void put(E e) throws InterruptedException {
        put(e, order.middle());
    }

    /**
     * Inserts an element, waiting for room as long as it takes.
     *
     * @param e the element
     * @param priority its priority: lower values come first
     * @throws InterruptedException if the thread is interrupted while it waits; the element is not in the queue then
     * @throws NullPointerException if {@code e} is {@code null}
     * @throws IllegalArgumentException if the queue has levels and {@code priority} is none of them
     * @throws QueueClosedException if the queue is closed, also while waiting
     */
    public void put(E e, int priority) throws InterruptedException {
        requireNonNull(e, "e");
        order.requirePriority(priority);
        if (attempt(e, priority) != Attempt.INSERTED) {
            awaitRoom(e, priority, Long.MAX_VALUE);
        }
    }

    /** Inserts an element with the middle priority, waiting for room up to the given time. */
    @Override
    public boolean offer(E e, long timeout, TimeUnit unit) throws InterruptedException {
        return offer(e, order.middle(), timeout, unit);
    }

    /**
     * Inserts an element, waiting for room up to the given time.
     *
     * @param e the element
     * @param priority its priority: lower values come first
     * @param timeout how long to wait, in {@code unit}; not at all if 0 or negative
     * @param unit the unit of {@code timeout}
     * @return whether the queue took the element; each {@code false} is counted as {@linkplain QueueStats#rejected()
     *     rejected}
     * @throws InterruptedException if the thread is interrupted while it waits; the element is not in the queue then
     * @throws NullPointerException if {@code e} or {@code unit} is {@code null}
     * @throws IllegalArgumentException if the queue has levels and {@code priority} is none of them
     * @throws QueueClosedException if the queue is closed, also while waiting
     */
    public boolean offer(E e, int priority, long timeout, TimeUnit unit) throws InterruptedException {
        requireNonNull(e, "e");
        requireNonNull(unit, "unit");
        order.requirePriority(priority);
        if (timeout <= 0) {
            return offer(e, priority);
        }
        if (attempt(e, priority) == Attempt.INSERTED || awaitRoom(e, priority, unit.toNanos(timeout))) {
            return true;
        }
        countRejected();
        return false;
    }

    @Override
    public @Nullable E poll() {
        long w = lockUnlessEmpty();
        if (w == BUSY) {
            return null;
        }
        E e = order.removeFirst();
        unlock(w - 1, PUTTER);
        return e;
    }

    /**
     * Removes the first element and tells its priority and sequence. Never blocks. Allocates the record that it
     * returns.
     *
     * @return the element with its priority and sequence, or {@code null} if the queue was empty
     */
    public @Nullable PrioritizedItem<E> pollItem() {
        long w = lockUnlessEmpty();
        if (w == BUSY) {
            return null;
        }
        int priority = order.firstPriority();
        long sequence = order.firstSequence();
        E e = order.removeFirst();
        unlock(w - 1, PUTTER);
        return new PrioritizedItem<>(e, priority, sequence);
    }

    @Override
    public @Nullable E peek() {
        long w = lockUnlessEmpty();
        if (w == BUSY) {
            return null;
        }
        E e = order.first();
        unlock(w, 0);
        return e;
    }

    @Override
    public E take() throws InterruptedException {
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
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        requireNonNull(unit, "unit");
        E e = poll();
        return e == null ? awaitElement(unit.toNanos(timeout)) : e;
    }

    /** Inserts when there is room; false if the time ran out. */
    private boolean awaitRoom(E e, int priority, long nanos) throws InterruptedException {
        long deadline = Patience.deadline(nanos);
        for (int n = 0; Patience.lookAgain(n, nanos); n++) {
            if (attempt(e, priority) == Attempt.INSERTED) {
                return true;
            }
        }
        parking.lockInterruptibly();
        waitingProducers++;
        try {
            while (true) {
                announce(PUTTER);
                if (attempt(e, priority) == Attempt.INSERTED) {
                    return true;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                notFull.awaitNanos(left);
            }
        } finally {
            if (--waitingProducers > 0 && remainingCapacity() > 0) {
                notFull.signal();
            }
            parking.unlock();
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
        parking.lockInterruptibly();
        waitingConsumers++;
        try {
            while (true) {
                announce(TAKER);
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
                notEmpty.awaitNanos(left);
            }
        } finally {
            if (--waitingConsumers > 0 && !isEmpty()) {
                notEmpty.signal();
            }
            parking.unlock();
        }
    }

    /** Makes sure that whoever brings what is waited for from now on signals it. Called under {@link #parking}. */
    private void announce(long flag) {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long w = (long) WORD.getAcquire(this);
            if ((w & CLOSED) != 0 || (w >= 0 && ((w & flag) != 0 || WORD.compareAndSet(this, w, w | flag)))) {
                return;
            }
        }
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

    private static void requireLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
    }

    @Override
    public int drainTo(Collection<? super E> c) {
        return drainTo(c, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> c, int maxElements) {
        requireNonNull(c, "c");
        if (c == this) {
            throw new IllegalArgumentException("c must not be this queue");
        }
        return drain(c::add, Math.min(Math.max(maxElements, 0), size()));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The elements get the middle priority. While the source is asked, room for its element is kept: another
     * producer that wants this last room waits, and so do another {@code fill} and a {@link #close}. The source should
     * be quick, and must neither fill this queue nor close it; anything else it may do.
     *
     * @throws IllegalStateException if the source fills this queue or closes it
     */
    @Override
    public int fill(Supplier<? extends E> source, int limit) {
        requireNonNull(source, "source");
        requireLimit(limit);
        if (isClosed()) {
            throw new QueueClosedException();
        }
        int n = 0;
        while (n < limit && keepRoom(n)) {
            E e = null;
            try {
                e = requireNonNull(source.get(), "source gave null");
            } finally {
                useRoom(e);
            }
            n++;
        }
        return n;
    }

    /**
     * Keeps room for one element; false if there is none, or if the queue has been closed since {@code filled} elements
     * went in.
     */
    private boolean keepRoom(int filled) {
        for (int n = 0; ; n = pauseForFill(n)) {
            long w = (long) WORD.getAcquire(this);
            if ((w & CLOSED) != 0) {
                if (filled > 0) {
                    return false;
                }
                throw new QueueClosedException();
            }
            if (sizeOf(w) == capacity) {
                return false;
            }
            if (w >= 0 && (w & FILLING) == 0 && WORD.compareAndSet(this, w, w | FILLING)) {
                filler = Thread.currentThread();
                return true;
            }
        }
    }

    /** Inserts an element in the room that was kept for it, or gives the room back. */
    private void useRoom(@Nullable E e) {
        filler = null;
        long w = lock();
        if (e == null) {
            unlock(w & ~FILLING, PUTTER);
        } else {
            order.insert(e, order.middle());
            unlock((w & ~FILLING) + 1, TAKER | PUTTER);
        }
    }

    private int pauseForFill(int n) {
        if (filler == Thread.currentThread()) {
            throw new IllegalStateException("the source fills the queue that it fills, or closes it");
        }
        return Backoff.pause(n);
    }

    @Override
    public void close() {
        for (int n = 0; ; n = pauseForFill(n)) {
            long w = (long) WORD.getAcquire(this);
            if ((w & CLOSED) != 0
                    || (w >= 0 && (w & FILLING) == 0 && WORD.compareAndSet(this, w, (w & SIZE) | CLOSED))) {
                break;
            }
        }
        parking.lock();
        try {
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            parking.unlock();
        }
    }

    @Override
    public boolean isClosed() {
        return ((long) WORD.getAcquire(this) & CLOSED) != 0;
    }

    @Override
    public int size() {
        return sizeOf((long) WORD.getAcquire(this));
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int remainingCapacity() {
        return capacity - size();
    }

    @Override
    public QueueStats stats() {
        long w = lock();
        long accepted = order.inserted;
        unlock(w, 0);
        int size = sizeOf(w);
        return new QueueStats(capacity, size, accepted, accepted - size, (long) REJECTED.getOpaque(this));
    }

    @Override
    public void clear() {
        long w = lock();
        order.clear();
        unlock(w - sizeOf(w), PUTTER);
    }

    @Override
    public boolean contains(@Nullable Object o) {
        return o != null && elements().contains(o);
    }

    @Override
    public boolean remove(@Nullable Object o) {
        if (o == null) {
            return false;
        }
        // Equality is the element's own code: it isn't run under the lock.
        boolean missed;
        do {
            missed = false;
            for (PrioritizedItem<E> held : snapshot()) {
                if (o.equals(held.item())) {
                    if (removeExactly(held)) {
                        return true;
                    }
                    missed = true;
                }
            }
            // What was missed is gone, but an equal one may have come before it went.
        } while (missed);
        return false;
    }

    /** Removes that element; false if it is gone. */
    private boolean removeExactly(PrioritizedItem<E> held) {
        long w = lock();
        boolean removed = order.remove(held.priority(), held.sequence());
        unlock(removed ? w - 1 : w, removed ? PUTTER : 0);
        return removed;
    }

    @Override
    public Object[] toArray() {
        return elements().toArray();
    }

    @Override
    public <T> T[] toArray(T[] a) {
        return elements().toArray(a);
    }

    private List<E> elements() {
        List<PrioritizedItem<E>> snapshot = snapshot();
        List<E> elements = new ArrayList<>(snapshot.size());
        for (PrioritizedItem<E> held : snapshot) {
            elements.add(held.item());
        }
        return elements;
    }

    /**
     * Returns an iterator over the elements that are in the queue now, in its order. What happens to the queue later
     * doesn't show in it. Its {@code remove} takes the element out of the queue, if it is still there.
     */
    @Override
    public Iterator<E> iterator() {
        Iterator<PrioritizedItem<E>> held = snapshot().iterator();
        return new Iterator<>() {
            private @Nullable PrioritizedItem<E> removable;

            @Override
            public boolean hasNext() {
                return held.hasNext();
            }

            @Override
            public E next() {
                PrioritizedItem<E> next = held.next();
                removable = next;
                return next.item();
            }

            @Override
            public void remove() {
                PrioritizedItem<E> target = removable;
                if (target == null) {
                    throw new IllegalStateException("next() has not been called since the last remove()");
                }
                removable = null;
                removeExactly(target);
            }
        };
    }

    /** The elements that are in the queue now, in its order. */
    private List<PrioritizedItem<E>> snapshot() {
        List<PrioritizedItem<E>> held = new ArrayList<>(size());
        long w = lock();
        try {
            order.copyTo(held);
        } finally {
            unlock(w, 0);
        }
        held.sort(Comparator.<PrioritizedItem<E>>comparingInt(PrioritizedItem::priority)
                .thenComparingLong(PrioritizedItem::sequence));
        return held;
    }
}
