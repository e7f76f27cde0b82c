package io.ringway.queues;

import static io.ringway.queues.Ring.INDEX;
import static io.ringway.queues.Ring.MARGIN;
import static io.ringway.queues.Ring.MAX_CAPACITY;
import static io.ringway.queues.Ring.SLOT;
import static io.ringway.queues.SharedRing.BUSY;
import static io.ringway.queues.SharedRing.CLOSED;
import static io.ringway.queues.SharedRing.WAITING;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue whose consumers get batches. Any number of producers, any number of consumers, no thread of its own.
 *
 * <h2>Batches</h2>
 *
 * Elements form batches in the order in which they were inserted. A batch ends, and is ready, when
 *
 * <ul>
 *   <li>it has {@code batchSize} elements; or
 *   <li>its oldest element has waited for {@code linger} and a consumer looks; or
 *   <li>somebody called {@link #flush}; or
 *   <li>somebody called {@link #close}.
 * </ul>
 *
 * Each element is in exactly one batch, and each batch goes to one consumer. The elements of a producer come in the
 * order in which it inserted them, within a batch and from batch to batch; with several consumers, who work on several
 * batches at once, the order of the batches is that in which they were given out. {@link #stats} counts the batches by
 * what ended them.
 *
 * <p>No timer runs: a consumer that waits in {@link #takeBatch} or {@link #pollBatch} wakes by itself when the linger
 * of the oldest element is over, so that the element is on its way within a fraction of a millisecond of that time. A
 * thread that calls {@link #drainBatch} in a loop gets it with the first call after that time. If no consumer looks,
 * the batch goes on growing until it is full. A waiting consumer is woken for the first element of a batch, to watch
 * its time, and when a batch is complete; not for each element.
 *
 * <pre>{@code
 * try (BatchingQueue<Row> rows = new BatchingQueue<>(256, Duration.ofMillis(50), 10_000)) {
 *     executor.submit(() -> {
 *         List<Row> batch;
 *         while ((batch = rows.pollBatch(1, TimeUnit.DAYS)) != null) { // null once closed and empty
 *             database.insert(batch);
 *         }
 *         return null;
 *     });
 *     produce(rows::put);
 * }
 * }</pre>
 *
 * <h2>The bound</h2>
 *
 * At most {@code maxPending} elements are pending, exactly: not rounded, and counted over complete and incomplete
 * batches. An element is pending from its insertion until it was handed over. The room of a batch becomes free in one
 * step, when the call that hands it over ends; so producers who wait for room get on by batches as well.
 *
 * <h2>Algorithm</h2>
 *
 * A ring between two locks of one bit, each kept in the index word of its side, as in {@link MpmcQueue}: the two locks
 * of Michael and Scott's blocking queue (PODC 1996), reduced to one compare-and-set and one store, and slots that say
 * by themselves whether they are filled (FastForward: Giacomoni, Moseley, Vachharajani, PPoPP 2008). Elements appear in
 * the order of their indices, so one look at the slot where the batch would end tells a consumer whether it is full; it
 * never reads the word that producers fight for. A consumer moves a whole batch out of the ring with one change of its
 * index, and gives the room back with one change of a counter; producers read that counter when the room that they know
 * of is used up. Flushes form a list of indices where batches end. The time is taken for the first element of a batch
 * only, before it can be seen.
 *
 * <h2>Threads and progress</h2>
 *
 * Any thread may call anything. {@link #offer}, {@link #drainBatch} and {@link #flush} never park, but they are not
 * lock-free: a thread that loses its processor between setting the bit of its side and clearing it, some nanoseconds (a
 * copy of the batch on the consumers' side), holds up the others of its side until it runs again. A refused
 * {@code offer} writes nothing but its count. The sink of {@code drainBatch} runs without any lock: other threads
 * produce and consume meanwhile, and so may the sink. {@link #put}, {@link #takeBatch} and {@link #pollBatch} look
 * again for some microseconds, then park on a {@link java.util.concurrent.locks.Condition}, which suits virtual
 * threads. A parked thread uses no processor time.
 *
 * <h2>Memory</h2>
 *
 * What a thread did before it inserted an element happens-before what another does after it was handed that element;
 * what it did before {@code flush} or {@code close}, before what another does after it was handed a batch that this
 * ended. The queue takes 4 bytes (8 without compressed references) for each element of {@code maxPending}, rounded up
 * to a power of two, and as much for each element of {@code batchSize} times the batches that are handed over at a
 * time; and about 1,500 besides. {@link #offer}, {@link #put} and {@link #drainBatch} allocate nothing once each
 * consumer has drained a batch, except where a thread parks; {@code takeBatch} and {@code pollBatch} allocate the list,
 * {@code flush} a few bytes.
 *
 * <h2>When to choose another</h2>
 *
 * To take what is there without waiting for more, {@link MpscQueue} or {@link MpmcQueue} with their {@code drain}: less
 * delay, and they are {@code BlockingQueue}s. A linger of zero is therefore refused.
 *
 * <h2>Tests</h2>
 *
 * {@code BatchingQueueTest} and {@code BatchingModelTest} hold it to this page, call by call;
 * {@code BatchingTransferTest} checks by sums that each element is in one batch and the counts add up, with size,
 * linger, flush and close racing; {@code BatchingLincheckTest} looks at the interleavings of its calls, and the
 * JCStress tests {@code Batch*} race each pair of them.
 *
 * @param <E> the type of the elements; no element is {@code null}
 */
public final class BatchingQueue<E> extends BatchingLayout implements AutoCloseable {
    /** Lingers longer than this, 146 years, can still be added to the clock. */
    private static final long MAX_LINGER_NANOS = Long.MAX_VALUE >> 1;

    /** The flush after which no other has come; changed by who holds the tail. */
    private Flush newest = new Flush(0);

    /** The flush whose batch was claimed last; changed by who holds the head. */
    private Flush claimed = newest;

    /** Batches of which a sink has thrown, in their order; guarded by the head. */
    private @Nullable Batch broken;

    /** Batches for use; guarded by the head. */
    private @Nullable Batch spare;

    /** Threads in the waiting part of a taking operation; guarded by {@link #lock}. */
    private int waitingConsumers;

    /** Threads in the waiting part of {@link #put}; guarded by {@link #lock}. */
    private int waitingProducers;

    /**
     * Creates a queue.
     *
     * @param batchSize the elements of a full batch, from 1 to {@code maxPending}
     * @param linger how long an element may wait for its batch to become full; longer than zero. More than 146 years
     *     count as 146 years
     * @param maxPending the most elements that may be pending, from 1 to 2<sup>30</sup>; exact
     * @throws NullPointerException if {@code linger} is {@code null}
     * @throws IllegalArgumentException if an argument is out of range; the message names it and its value
     */
    public BatchingQueue(int batchSize, Duration linger, int maxPending) {
        super(slots(batchSize, maxPending), batchSize, nanos(linger), maxPending);
        limit = maxPending;
    }

    private static int slots(int batchSize, int maxPending) {
        if (maxPending < 1 || maxPending > MAX_CAPACITY) {
            throw new IllegalArgumentException("maxPending must be from 1 to " + MAX_CAPACITY + ": " + maxPending);
        }
        if (batchSize < 1 || batchSize > maxPending) {
            throw new IllegalArgumentException(
                    "batchSize must be from 1 to maxPending, which is " + maxPending + ": " + batchSize);
        }
        return maxPending == 1 ? 1 : Integer.highestOneBit(maxPending - 1) << 1;
    }

    private static long nanos(Duration linger) {
        requireNonNull(linger, "linger");
        if (linger.isNegative() || linger.isZero()) {
            throw new IllegalArgumentException("linger must be longer than zero: " + linger
                    + "; for what is there at once, without waiting for more, use MpmcQueue.drain");
        }
        return linger.compareTo(Duration.ofNanos(MAX_LINGER_NANOS)) < 0 ? linger.toNanos() : MAX_LINGER_NANOS;
    }

    /**
     * Inserts an element if there is room. Never blocks.
     *
     * @param e the element
     * @return {@code true} if the queue took the element, {@code false} if {@code maxPending} elements were pending;
     *     each {@code false} is counted as {@linkplain BatchingStats#rejected() rejected}
     * @throws NullPointerException if {@code e} is {@code null}
     * @throws QueueClosedException if the queue is closed, full or not
     */
    public boolean offer(E e) {
        if (insert(requireNonNull(e, "e"))) {
            return true;
        }
        REJECTED.getAndAdd(this, 1L);
        return false;
    }

    /**
     * Inserts an element, and waits for room if there is none.
     *
     * @param e the element
     * @throws NullPointerException if {@code e} is {@code null}
     * @throws QueueClosedException if the queue is closed, full or not, or was closed while this waited
     * @throws InterruptedException if the thread was interrupted and there was no room at once; the element was not
     *     inserted
     */
    public void put(E e) throws InterruptedException {
        if (!insert(requireNonNull(e, "e"))) {
            awaitRoom(e);
        }
    }

    /** Inserts an element without counting a refusal; false if there is no room. */
    private boolean insert(E e) {
        for (int n = 0; ; n = Backoff.pause(n)) {
            // Acquire: what is written below comes after the reads of the consumer that freed the slot, whom this or an
            // earlier producer met at DELIVERED.
            long t = (long) TAIL.getAcquire(this);
            if (t < 0) {
                continue;
            }
            if ((t & CLOSED) != 0) {
                throw new QueueClosedException();
            }
            long index = t & INDEX;
            // Opaque: any value that ever stood there is true for ever, as room only grows.
            long known = (long) LIMIT.getOpaque(this);
            if (index >= known) {
                // Volatile: after the announcement of a producer that is about to wait.
                known = (long) DELIVERED.getVolatile(this) + maxPending;
                if (index >= known) {
                    if ((long) TAIL.getAcquire(this) == t) {
                        // The tail was here before and after the look: the queue was full then.
                        return false;
                    }
                    continue;
                }
            }
            if (TAIL.compareAndSet(this, t, t | BUSY)) {
                append(t, index, known, e);
                return true;
            }
        }
    }

    /** Writes an element at the tail, which found {@code found} there, and releases the tail. */
    private void append(long found, long index, long known, E e) {
        LIMIT.setOpaque(this, known);
        boolean first = index == openStart;
        if (first) {
            // Opaque suffices: who finds the element, by the release below, finds this or a later time.
            OPEN_SINCE.setOpaque(this, System.nanoTime());
        }
        // Release: the consumer that finds the element also finds what its producer wrote into it, and those before it.
        SLOT.setRelease(buffer, place(index), e);
        long next = index + 1;
        boolean full = next - openStart == batchSize;
        if (full) {
            openStart = next;
        }
        if (first || full) {
            unlockTail(found, next);
        } else {
            TAIL.setRelease(this, next | (found & WAITING));
        }
    }

    /** Releases the tail after a change that a waiting consumer must know of. */
    private void unlockTail(long found, long index) {
        // Release: the next producer finds the slots written before it finds the tail beyond them.
        TAIL.setRelease(this, index | (found & CLOSED));
        if ((found & WAITING) != 0) {
            signal(batchReady);
        }
    }

    private long lockTail() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long t = (long) TAIL.getAcquire(this);
            if (t >= 0 && TAIL.compareAndSet(this, t, t | BUSY)) {
                return t;
            }
        }
    }

    /**
     * Makes what is pending a batch now; elements that come later start another. Does nothing if all that is pending is
     * in complete batches, or the queue is closed. Never blocks.
     */
    public void flush() {
        // Made beforehand: nothing may fail while the tail is held.
        Flush flush = new Flush(0);
        long t = lockTail();
        long index = t & INDEX;
        if (index == openStart || (t & CLOSED) != 0) {
            TAIL.setRelease(this, t);
            return;
        }
        flush.end = index;
        newest.publish(flush);
        newest = flush;
        openStart = index;
        unlockTail(t, index);
    }

    private int place(long index) {
        return ((int) index & mask) + MARGIN;
    }

    private boolean isFilled(long index) {
        return SLOT.getAcquire(buffer, place(index)) != null;
    }

    /** Claims the next batch, if one is ready; it must be handed to {@link #finish}. */
    private @Nullable Batch claim() {
        long start = lockHead();
        long newHead = start;
        try {
            Batch batch = broken;
            if (batch != null) {
                broken = batch.following;
                return batch;
            }
            // Before anything changes, as memory may run out.
            batch = spare == null ? new Batch(batchSize) : spare;
            int count = ready(start);
            if (count > 0) {
                spare = batch.following;
                batch.moveFrom(buffer, mask, start, count);
                newHead = start + count;
                return batch;
            }
            spare = batch;
            return null;
        } finally {
            // Release: the next consumer finds the slots free before it finds the head beyond them.
            HEAD.setRelease(this, newHead);
        }
    }

    /** Returns the size of the batch at the head and counts why it ended; 0 if it isn't ready. */
    private int ready(long start) {
        while (true) {
            // First: what is in a closed queue now is all there will be.
            boolean closed = closing && isClosed();
            boolean full = isFilled(start + batchSize - 1);
            // After the look: elements behind a flush are seen only with the flush.
            Flush flush = claimed.next();
            if (flush != null && flush.end - start <= batchSize) {
                claimed = flush;
                byFlush++;
                return (int) (flush.end - start);
            }
            if (full) {
                bySize++;
                return batchSize;
            }
            if (closed) {
                int rest = (int) (((long) TAIL.getAcquire(this) & INDEX) - start);
                byClose += rest > 0 ? 1 : 0;
                return rest;
            }
            if (!isFilled(start) || System.nanoTime() - (long) OPEN_SINCE.getOpaque(this) < lingerNanos) {
                return 0;
            }
            long t = lockTail();
            if (openStart == start) {
                long end = t & INDEX;
                openStart = end;
                TAIL.setRelease(this, t);
                byLinger++;
                return (int) (end - start);
            }
            // It was completed in between.
            TAIL.setRelease(this, t);
        }
    }

    /** Ends the handing over of a batch: makes room for what was handed over, and keeps the rest for later. */
    private void finish(Batch batch, int handed) {
        long start = lockHead();
        // Volatile: before the look for a producer that waits.
        DELIVERED.setVolatile(this, delivered + handed);
        boolean rest = !batch.isEmpty();
        if (rest) {
            insertBroken(batch);
        } else {
            batch.following = spare;
            spare = batch;
        }
        HEAD.setRelease(this, start);
        if (rest) {
            signal(batchReady);
        }
        if (producerWaiting) {
            producerWaiting = false;
            signal(notFull);
        }
    }

    private void insertBroken(Batch batch) {
        Batch before = null;
        Batch after = broken;
        while (after != null && after.start < batch.start) {
            before = after;
            after = after.following;
        }
        batch.following = after;
        if (before == null) {
            broken = batch;
        } else {
            before.following = batch;
        }
    }

    private long lockHead() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long h = (long) HEAD.getAcquire(this);
            if (h >= 0 && HEAD.compareAndSet(this, h, h | BUSY)) {
                return h;
            }
        }
    }

    /**
     * Removes the next batch, and waits until one is ready.
     *
     * @return the elements in their order, from 1 to the batch size; the caller's own, and not to be modified
     * @throws QueueClosedException if the queue is closed and nothing is left in it
     * @throws InterruptedException if the thread was interrupted and no batch was ready at once; nothing was removed
     */
    public List<E> takeBatch() throws InterruptedException {
        Batch batch = await(Long.MAX_VALUE);
        if (batch == null) {
            throw new QueueClosedException();
        }
        return list(batch);
    }

    /**
     * Removes the next batch, and waits for one until the time is over.
     *
     * @param timeout how long to wait at most; zero or less to look once
     * @param unit the unit of {@code timeout}
     * @return the elements in their order, from 1 to the batch size; the caller's own, and not to be modified.
     *     {@code null} if the time was over, and at once if the queue is closed and nothing is left in it
     * @throws NullPointerException if {@code unit} is {@code null}
     * @throws InterruptedException if the thread was interrupted and no batch was ready at once; nothing was removed
     */
    public @Nullable List<E> pollBatch(long timeout, TimeUnit unit) throws InterruptedException {
        requireNonNull(unit, "unit");
        Batch batch = await(unit.toNanos(timeout));
        return batch == null ? null : list(batch);
    }

    @SuppressWarnings("unchecked")
    private List<E> list(Batch batch) {
        int handed = 0;
        try {
            Object[] elements = batch.removeAll();
            handed = elements.length;
            return (List<E>) Collections.unmodifiableList(Arrays.asList(elements));
        } finally {
            finish(batch, handed);
        }
    }

    /**
     * Removes the next batch, if one is ready, and gives its elements to {@code sink} in their order. Never blocks.
     *
     * <p>If the sink throws, the element it was given is gone, and the exception reaches the caller. The elements after
     * it are the next batch: the next call of this method, {@code takeBatch} or {@code pollBatch}, by any consumer,
     * gets them ahead of everything else. They count as pending until then, and as one batch with those before.
     *
     * <p>The sink may use this queue. The room of the batch becomes free when this method returns or throws, so a sink
     * that puts into this queue may wait for ever.
     *
     * @param sink what receives the elements, in the calling thread
     * @return the number of elements given to the sink, from 1 to the batch size; 0 when no batch is ready. In a closed
     *     queue, 0 means that nothing is left but what other consumers are handing over
     * @throws NullPointerException if {@code sink} is {@code null}
     */
    @SuppressWarnings("unchecked")
    public int drainBatch(Consumer<? super E> sink) {
        requireNonNull(sink, "sink");
        Batch batch = claim();
        if (batch == null) {
            return 0;
        }
        int handed = 0;
        try {
            while (!batch.isEmpty()) {
                Object e = batch.remove();
                handed++;
                sink.accept((E) e);
            }
        } finally {
            finish(batch, handed);
        }
        return handed;
    }

    /** Claims a batch as soon as one is ready; null if the time ran out, or the queue is closed and has none. */
    private @Nullable Batch await(long nanos) throws InterruptedException {
        Batch batch = claim();
        if (batch != null) {
            return batch;
        }
        long deadline = Patience.deadline(nanos);
        for (int n = 0; !closing && Patience.lookAgain(n, nanos); n++) {
            batch = claim();
            if (batch != null) {
                return batch;
            }
        }
        lock.lockInterruptibly();
        waitingConsumers++;
        try {
            while (true) {
                announceConsumer();
                // Before the look: what is in a closed queue now is all there will be.
                boolean open = !isClosed();
                batch = claim();
                if (batch != null || !open) {
                    return batch;
                }
                long now = System.nanoTime();
                if (deadline - now <= 0) {
                    return null;
                }
                batchReady.awaitNanos(Math.min(deadline - now, untilDue(now)));
            }
        } finally {
            if (--waitingConsumers > 0 && hasPending()) {
                batchReady.signal();
            }
            lock.unlock();
        }
    }

    /** Makes sure that a producer that begins or completes a batch from now on, and a flush, wakes a consumer. */
    private void announceConsumer() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long t = (long) TAIL.getAcquire(this);
            if ((t & CLOSED) != 0 || (t >= 0 && ((t & WAITING) != 0 || TAIL.compareAndSet(this, t, t | WAITING)))) {
                return;
            }
        }
    }

    /** Returns how long to wait for the linger of the batch at the head; if it isn't begun, its begin will wake. */
    private long untilDue(long now) {
        return isFilled((long) HEAD.getAcquire(this))
                ? lingerNanos - (now - (long) OPEN_SINCE.getOpaque(this))
                : Long.MAX_VALUE;
    }

    /** Tells whether a consumer that waits has something to watch. */
    private boolean hasPending() {
        long start = lockHead();
        boolean pending = broken != null || isFilled(start);
        HEAD.setRelease(this, start);
        return pending;
    }

    private void awaitRoom(E e) throws InterruptedException {
        for (int n = 0; Patience.lookAgain(n, Long.MAX_VALUE); n++) {
            if (insert(e)) {
                return;
            }
        }
        lock.lockInterruptibly();
        waitingProducers++;
        try {
            while (true) {
                // Volatile, as the look at DELIVERED that follows: the consumer that makes room later sees it.
                producerWaiting = true;
                if (insert(e)) {
                    return;
                }
                notFull.await();
            }
        } finally {
            if (--waitingProducers > 0 && pendingCount() < maxPending) {
                notFull.signal();
            }
            lock.unlock();
        }
    }

    private void signal(Condition condition) {
        lock.lock();
        try {
            condition.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the number of elements that were accepted and not handed over yet, in complete and incomplete batches.
     * While other threads use the queue, the number is one that may already have passed; it never leaves the range.
     *
     * @return the number of elements, from 0 to {@link #capacity()}
     */
    public int pendingCount() {
        long before = (long) DELIVERED.getVolatile(this);
        while (true) {
            long end = (long) TAIL.getVolatile(this) & INDEX;
            long after = (long) DELIVERED.getVolatile(this);
            if (before == after) {
                // An element can be seen, and handed over, just before the tail moves past it.
                return (int) Math.max(0, end - before);
            }
            before = after;
        }
    }

    /**
     * Returns the most elements that may be pending.
     *
     * @return the {@code maxPending} that the queue was made with
     */
    public int capacity() {
        return maxPending;
    }

    /**
     * Ends the life of the queue: nothing can be inserted any more, blocked producers included; what is pending can
     * still be removed, and its last batch need not be full or wait. Never blocks. Closing again does nothing.
     *
     * <p>An insertion that races with the close has one of two outcomes: it is accepted, and the element is in a batch;
     * or it throws {@link QueueClosedException}, and the element is in none.
     */
    @Override
    public void close() {
        // First, so that a consumer that finds the queue closed for others finds this, too.
        closing = true;
        for (int n = 0; ; n = Backoff.pause(n)) {
            long t = (long) TAIL.getAcquire(this);
            if (t >= 0 && ((t & CLOSED) != 0 || TAIL.compareAndSet(this, t, (t & INDEX) | CLOSED))) {
                break;
            }
        }
        lock.lock();
        try {
            batchReady.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells whether the queue has been closed. Once it has, a {@link #pendingCount} of 0 is final.
     *
     * @return {@code true} after {@link #close()}
     */
    public boolean isClosed() {
        return ((long) TAIL.getAcquire(this) & CLOSED) != 0;
    }

    /**
     * Returns what the queue has done so far. A consumer that looks for a batch at the same time may wait for it for
     * some nanoseconds.
     *
     * @return a new record of the counts
     */
    public BatchingStats stats() {
        long start = lockHead();
        long dequeued = delivered;
        long sizes = bySize;
        long lingers = byLinger;
        long flushes = byFlush;
        long closes = byClose;
        HEAD.setRelease(this, start);
        // After the head was left, so that it isn't behind what was delivered.
        long enqueued = Math.max(dequeued, (long) TAIL.getAcquire(this) & INDEX);
        int size = (int) Math.min(enqueued - dequeued, maxPending);
        long batches = sizes + lingers + flushes + closes;
        return new BatchingStats(
                maxPending,
                size,
                enqueued,
                dequeued,
                (long) REJECTED.getOpaque(this),
                batches,
                sizes,
                lingers,
                flushes,
                closes);
    }

    /** The end of a batch that {@link #flush} made: all of them in their order, with a sentinel ahead. */
    private static final class Flush {
        private long end;
        private volatile @Nullable Flush next;

        Flush(long end) {
            this.end = end;
        }

        void publish(Flush flush) {
            next = flush;
        }

        @Nullable
        Flush next() {
            return next;
        }
    }
}
