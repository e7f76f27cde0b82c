package io.ringway.queues;

import org.jspecify.annotations.Nullable;

/**
 * A bounded FIFO queue between any number of producers and one consumer thread.
 *
 * <h2>Algorithm</h2>
 *
 * The producers' side of {@link MpmcQueue}, where a bit of the tail is a lock of a few nanoseconds, with the consumer's
 * side of {@link SpscQueue}: the consumer takes what the slot at the head holds and puts {@code null} back, with two
 * stores and no read-modify-write.
 *
 * <p>A {@code poll} that finds nothing looks once more, after a pause of up to half a microsecond: once for each index,
 * and that long only while many elements come meanwhile. So the consumer doesn't follow a producer slot by slot and
 * take each cache line away from it 16 times. A queue of less than 1,024 elements pauses less, one of less than 64
 * never.
 *
 * <p>What was measured against it, with three producers on two cores:
 *
 * <ul>
 *   <li>no pause: 0.4 of it;
 *   <li>always 4 spin hints: 0.6 to 0.8; always 16: 0.9 of it, and a dialogue of two queues took four times as long;
 *   <li>a pause of producers that find the queue full: nothing;
 *   <li>a pause in {@link SpscQueue}, which is bound by its producer: 0.7;
 *   <li>producers that look some slots ahead for room, as that of {@link SpscQueue} does, and share the limit that they
 *       find (without pauses on either side): 0.9, with a wide spread.
 * </ul>
 *
 * <h2>Threads and progress</h2>
 *
 * {@link #offer(Object)}, {@link #add}, {@link #put}, {@link #fill} and {@link #close} are for any thread;
 * {@link #poll()}, {@link #take}, {@link #peek}, {@link #drain}, {@link #drainTo}, {@link #clear},
 * {@link #remove(Object)}, {@link #contains}, {@link #iterator} and {@link #toArray} for the one consumer.
 * {@code offer} and {@code poll} are linearizable (tests: {@code LinearizabilityTest}). {@code poll} and {@code peek}
 * are wait-free as long as no producer waits for room (the pause has an end, too); then {@code poll} also wakes one.
 * {@code offer} is not lock-free: a producer that loses its processor while it holds the bit holds up the others until
 * it runs again ({@code ProgressTest} shows it).
 *
 * <p>A consumer that finds nothing looks again for some microseconds and then parks, without using processor time. A
 * producer in {@code put} does the same, and also looks again by itself every millisecond: the consumer, which has no
 * read-modify-write that could carry the producer's flag to it, may miss a producer that begins to wait at that very
 * moment.
 *
 * <h2>Memory</h2>
 *
 * What a producer did before inserting an element happens-before what the consumer does after removing or seeing it;
 * what the consumer did before it removed an element happens-before what a producer does after inserting into the same
 * slot. The queue takes 4 bytes for each element of its capacity (8 without compressed references) and about 1,200
 * besides. It allocates nothing after construction, except where a thread parks, and for {@code iterator} and
 * {@code toArray}.
 *
 * <h2>Tests</h2>
 *
 * As for {@link MpmcQueue}, each in its form for this queue. That the two sides never wait for each other:
 * {@code ProgressTest}; that a producer is told of room: {@code WaitingTest} and the JCStress test {@code PutPoll}.
 *
 * <h2>When to choose another</h2>
 *
 * With one producer {@link SpscQueue}, with several consumers {@link MpmcQueue}.
 *
 * @param <E> the type of the elements
 */
public final class MpscQueue<E> extends SharedRing<E> {
    /**
     * Creates a queue.
     *
     * @param capacity the elements that the queue must be able to hold, from 1 to 2<sup>30</sup>; rounded up to a power
     *     of two
     * @throws IllegalArgumentException if {@code capacity} is out of range
     */
    public MpscQueue(int capacity) {
        super(capacity);
    }

    @Override
    public @Nullable E poll() {
        long h = head;
        E e = slot(h);
        if (e == null && slip(h)) {
            e = slot(h);
        }
        if (e != null) {
            // Release: the producer that finds the slot free writes there after this read.
            SLOT.setRelease(buffer, place(h), null);
            moveHead(h + 1);
        }
        return e;
    }

    @Override
    public @Nullable E peek() {
        return slot(head);
    }

    @Override
    long lockHead() {
        return head;
    }

    @Override
    void unlockHead(long start, long newHead) {
        if (newHead != start) {
            moveHead(newHead);
        }
    }

    private void moveHead(long newHead) {
        HEAD.setRelease(this, newHead);
        // This read may overtake the stores above, so that a producer that begins to wait in between is missed. A fence
        // here would cost every poll several times its own time; awaitNotFull makes up for it.
        if (producerWaiting) {
            producerWaiting = false;
            signal(notFull);
        }
    }

    @Override
    void announceProducer() {
        producerWaiting = true;
    }

    @Override
    long longestSleep() {
        // The consumer may have made room without seeing the announcement, if its stores were still on their way when
        // the
        // producer looked. They arrive within nanoseconds: a second look finds them.
        return LOOK_AGAIN_NANOS;
    }
}
