package io.ringway.queues;

import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A bounded FIFO queue between any number of producers and consumers, and a drop-in {@link BlockingQueue}, for instance
 * as the queue of a {@link java.util.concurrent.ThreadPoolExecutor}.
 *
 * <h2>Algorithm</h2>
 *
 * A ring whose slots say by themselves whether they are free (FastForward: Giacomoni, Moseley, Vachharajani, PPoPP
 * 2008), with a lock of one bit for each side, kept in that side's index word: the two locks of Michael and Scott's
 * blocking queue (PODC 1996), reduced to one compare-and-set and one store. A producer that finds the slot at the tail
 * free sets the bit, writes the slot and stores the next index, which clears the bit; a consumer does the same at the
 * head. So elements appear and vanish in the order of their indices: one look at one slot tells that the queue is empty
 * or full, and neither side ever reads the word that the other one changes. Threads that find the bit set spin for
 * doubling times, about half a microsecond in all, then, unless many do so or there is one processor only, look again
 * each half a microsecond for 13, and then give up the processor, since the holder has lost its own.
 *
 * <p>What was measured against it, on two cores, one producer and one consumer: claiming an index first and filling the
 * slot later, with {@code null} as the sign and limits read from the other side's index, did a quarter of it, because
 * each look at an empty queue takes the line of the producers' index away from them. Not tried: block-based queues
 * (BBQ: Wang et al., USENIX ATC 2022), whose operations fail or wait at block borders while the other side is inside,
 * so that they are not linearizable as a queue; and LPRQ (Romanov, Koval, PPoPP 2023), which is unbounded and would
 * need a bound around it.
 *
 * <p>A consumer that finds the queue empty looks once more after a pause of up to half a microsecond, as that of
 * {@link MpscQueue}. With two producers and two consumers this is 1.1 to 1.4 of what it was without, with four of each
 * 1.1, with one of each 0.93.
 *
 * <p>{@link #remove(Object)}, {@link #contains}, {@link #iterator} and {@link #toArray} hold the consumers' bit for
 * their scan: consumers wait as long, producers don't. {@code poll} pays nothing for it.
 *
 * <h2>Threads and progress</h2>
 *
 * Any thread may call anything. {@link #offer(Object)}, {@link #add}, {@link #poll()}, {@link #peek}, {@link #remove
 * remove}, {@code contains}, {@code toArray}, {@code put} and {@code take} are linearizable (tests:
 * {@code LinearizabilityTest}). They are not lock-free: a thread that loses its processor between setting the bit and
 * clearing it, a few nanoseconds, holds up the other threads of its side, which sleep for some 50 microseconds at a
 * time, until it runs again ({@code ProgressTest} shows it). An {@code offer} to a full queue and a {@code poll} from
 * an empty one change nothing and wait for nobody but a thread in that span. {@link #drain} takes its elements one by
 * one; {@link #fill} keeps other producers out while it asks its source. {@link #size} and {@link #isEmpty} are
 * snapshots.
 *
 * <p>The blocking operations look again for some microseconds, then park on a
 * {@link java.util.concurrent.locks.Condition}, which suits virtual threads. A side that waits puts a flag into the
 * index word that the other side changes anyway, so that it costs nothing when nobody waits. A parked thread uses no
 * processor time.
 *
 * <h2>Memory</h2>
 *
 * What a thread did before it inserted an element happens-before what another does after it removed or saw it there;
 * what a consumer did before it removed an element happens-before what a producer does after inserting into the same
 * slot. The queue takes 4 bytes for each element of its capacity (8 without compressed references) and about 1,200
 * besides. It allocates nothing after construction, except where a thread parks, and for {@code iterator} and
 * {@code toArray}.
 *
 * <h2>Tests</h2>
 *
 * Linearizable, in the order of a queue: {@code LinearizabilityTest} and the JCStress tests of each pair of operations.
 * Who waits for whom: {@code ProgressTest}; no lost wake-up: {@code WaitingTest}, {@code PutTakeTest} and the JCStress
 * tests {@code PutTakeLaps}, {@code TakeOffer} and {@code PutPoll}. Nothing lost or twice: {@code TransferTest}. The
 * end of life: {@code EndOfLifeTest} and {@code Close*}. A drop-in: {@code GuavaQueueSuiteTest}, {@code ExecutorTest},
 * {@code VirtualThreadTest}. The visibility of what an element refers to: {@code Publish*}. The layout:
 * {@code LayoutTest}.
 *
 * <h2>When to choose another</h2>
 *
 * With one consumer {@link MpscQueue}; with one producer as well {@link SpscQueue}.
 *
 * @param <E> the type of the elements
 */
public final class MpmcQueue<E> extends SharedRing<E> {
    /**
     * Creates a queue.
     *
     * @param capacity the elements that the queue must be able to hold, from 1 to 2<sup>30</sup>; rounded up to a power
     *     of two
     * @throws IllegalArgumentException if {@code capacity} is out of range
     */
    public MpmcQueue(int capacity) {
        super(capacity);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable E poll() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long h = (long) HEAD.getAcquire(this);
            if (h < 0) {
                continue;
            }
            int place = place(h);
            Object e = SLOT.getAcquire(buffer, place);
            if (e == null) {
                // Where the head was here before and after the look, the queue was empty then.
                if ((long) HEAD.getAcquire(this) == h) {
                    if (!slip(h)) {
                        return null;
                    }
                    n = 0; // no thread was waited for: however often this happens, it is no reason to sleep
                }
            } else if (HEAD.compareAndSet(this, h, h | BUSY)) {
                // Release: the producer that finds the slot free writes there after this read.
                SLOT.setRelease(buffer, place, null);
                moveHead(h, (h & INDEX) + 1);
                return (E) e;
            }
        }
    }

    @Override
    public @Nullable E peek() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long h = (long) HEAD.getAcquire(this);
            if (h >= 0) {
                E e = slot(h);
                if ((long) HEAD.getAcquire(this) == h) {
                    return e;
                }
            }
        }
    }

    private void moveHead(long found, long newHead) {
        // Release: the next consumer finds the slot freed before it finds the head beyond it.
        HEAD.setRelease(this, newHead);
        if ((found & WAITING) != 0) {
            signal(notFull);
        }
    }

    @Override
    long lockHead() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long h = (long) HEAD.getAcquire(this);
            if (h >= 0 && HEAD.compareAndSet(this, h, h | BUSY)) {
                return h & INDEX;
            }
        }
    }

    @Override
    void unlockHead(long start, long newHead) {
        long busy = (long) HEAD.getAcquire(this);
        if (newHead == start) {
            HEAD.setRelease(this, busy & ~BUSY);
        } else {
            moveHead(busy, newHead);
        }
    }

    @Override
    void announceProducer() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long h = (long) HEAD.getAcquire(this);
            if (h >= 0 && ((h & WAITING) != 0 || HEAD.compareAndSet(this, h, h | WAITING))) {
                return;
            }
        }
    }

    @Override
    long longestSleep() {
        return Long.MAX_VALUE;
    }
}
