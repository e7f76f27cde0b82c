package io.ringway.queues;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded FIFO queue between one producer thread and one consumer thread.
 *
 * <h2>Algorithm</h2>
 *
 * FastForward (Giacomoni, Moseley, Vachharajani: <i>FastForward for efficient pipeline parallelism</i>, PPoPP 2008): a
 * slot is free when it holds {@code null}, so neither side reads the other's index. The producer looks ahead, as in
 * FastFlow (Aldinucci et al., Euro-Par 2012) and JCTools' {@code SpscArrayQueue}: if the slot some way ahead is free,
 * all slots up to it are, and it needn't look at them one by one; this also keeps it off the cache line at which the
 * consumer works.
 *
 * <h2>Threads and progress</h2>
 *
 * {@link #offer}, {@link #add} and {@link #fill} are for the one producer, {@link #poll}, {@link #peek},
 * {@link #drain}, {@link #clear}, {@link #remove(Object)}, {@link #contains}, {@link #iterator} and {@link #toArray}
 * for the one consumer; the rest is for anyone. {@code offer}, {@code poll} and {@code peek} are wait-free: each ends
 * after a fixed number of steps, whatever the other thread does. {@code drain} and {@code fill} are wait-free but for
 * their sink and source. {@link #size} may read again while the consumer removes.
 *
 * <p>{@link #close} by the producer, or after it has stopped, loses nothing. When another thread closes, an insertion
 * that races with it may be accepted after the consumer has seen the end.
 *
 * <h2>Memory</h2>
 *
 * What the producer did before inserting an element happens-before what the consumer does after removing it; what the
 * consumer did before it removed an element happens-before what the producer does after inserting into the same slot.
 * The queue takes 4 bytes for each element of its capacity (8 without compressed references) and about 1,000 besides.
 * It allocates nothing after construction.
 *
 * <h2>When to choose another</h2>
 *
 * With more than one producer {@link MpscQueue}, with more than one consumer {@link MpmcQueue}. These two can also
 * block; this queue cannot.
 *
 * @param <E> the type of the elements
 */
public final class SpscQueue<E> extends Ring<E> {
    /** More than some lines ahead gains nothing, and a quarter of the ring keeps a small one usable to its end. */
    private static final int MAX_LOOK_AHEAD = 4096;

    /**
     * Creates a queue.
     *
     * @param capacity the elements that the queue must be able to hold, from 1 to 2<sup>30</sup>; rounded up to a power
     *     of two
     * @throws IllegalArgumentException if {@code capacity} is out of range
     */
    public SpscQueue(int capacity) {
        super(capacity);
    }

    @Override
    boolean insert(E e) {
        if (closed) {
            throw new QueueClosedException();
        }
        long t = tail;
        if (t >= producerLimit && !hasRoom(t)) {
            return false;
        }
        publish(t, e);
        return true;
    }

    private void publish(long t, E e) {
        // Release: the consumer that finds the element also finds what its producer wrote into it.
        SLOT.setRelease(buffer, place(t), e);
        TAIL.setRelease(this, t + 1);
    }

    private boolean hasRoom(long t) {
        // The consumer clears slots in order: if the one ahead is free, so are those before it. Acquire: what is
        // written
        // there comes after the consumer's read.
        int ahead = Math.min(capacity() / 4, MAX_LOOK_AHEAD);
        if (slot(t + ahead) == null) {
            producerLimit = t + ahead;
            return true;
        }
        return slot(t) == null;
    }

    @Override
    public @Nullable E poll() {
        long h = head;
        E e = slot(h);
        if (e != null) {
            // Release: the producer that finds the slot free writes there after this read.
            SLOT.setRelease(buffer, place(h), null);
            HEAD.setRelease(this, h + 1);
        }
        return e;
    }

    @Override
    public @Nullable E peek() {
        return slot(head);
    }

    @Override
    public int fill(Supplier<? extends E> source, int limit) {
        requireNonNull(source, "source");
        requireLimit(limit);
        if (closed) {
            throw new QueueClosedException();
        }
        int n = 0;
        for (; n < limit; n++) {
            long t = tail;
            if (t >= producerLimit && !hasRoom(t)) {
                break;
            }
            E e = requireSupplied(source.get());
            if (tail != t) {
                throw new IllegalStateException("the source inserted into the queue that it fills");
            }
            publish(t, e);
        }
        return n;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    long lockHead() {
        return head;
    }

    @Override
    void unlockHead(long start, long newHead) {
        if (newHead != start) {
            HEAD.setRelease(this, newHead);
        }
    }
}
