package io.ringway.queues;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
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
 * <p><b>Keeping a distance.</b> A thread that follows the other slot by slot meets it on one cache line all the time.
 * So a {@link #drain} that finds nothing, and a {@link #fill} that finds the ring nearly full, pause and look once
 * more, as FastForward's "temporal slipping" does: once for each index, and for up to 16 spin hints as long as the
 * other thread moves on meanwhile, otherwise for one ({@link Ring#slip}, {@link #hold}). {@code offer} and {@code poll}
 * don't: between far cores {@code poll} with such a pause moved 0.8 of the elements.
 *
 * <p><b>Rows.</b> {@code fill} and {@code drain} walk over slots that lie in a row, with one check of the array's
 * bounds for each row. The loops have methods of their own, which the compiler keeps out of large callers more often.
 *
 * <p>What was measured, with groups of up to 64, on two hardware threads that hand a line over in 25 ns, which seem to
 * share a core, so that what counts are the instructions of both: JCTools' {@code SpscArrayQueue} 632 to 720 million
 * elements a second (medians of 5 to 11 virtual machines, ten times), this class 824 to 863 with three rules for when
 * the producer's pause grows (six times), 631 if the producer pauses only within a group of the consumer. Without its
 * pause 645 to 760, without any 724 to 789, both with one virtual machine in six below 280: there the compiler knew the
 * sink's class too late and called it anew for each element. The loops written out in {@code fill} and {@code drain}:
 * 511 to 703. The form before, which masked each index and, near the full ring, filled slots one by one: 600 to 675.
 * Where a line takes 230 ns, single machines: JCTools 250 to 335, this class 190 to 570, the form before 140 to 315.
 *
 * <h2>Threads and progress</h2>
 *
 * {@link #offer}, {@link #add} and {@link #fill} are for the one producer, {@link #poll}, {@link #peek},
 * {@link #drain}, {@link #clear}, {@link #remove(Object)}, {@link #contains}, {@link #iterator} and {@link #toArray}
 * for the one consumer; the rest is for anyone. {@code offer}, {@code poll} and {@code peek} are wait-free: each ends
 * after a fixed number of steps, whatever the other thread does. {@code drain} and {@code fill} are wait-free but for
 * their sink and source; they may pause for up to 16 spin hints, {@code drain} once, {@code fill} once for each group
 * near the full ring. {@link #size} may read again while the consumer removes.
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
 * <h2>Tests</h2>
 *
 * Linearizable and wait-free: {@code LinearizabilityTest} and {@code ProgressTest}. The visibility of what an element
 * refers to, and the other way round: the JCStress tests {@code Publish*}. Nothing lost or twice: {@code TransferTest},
 * and {@code OfferPollLaps} and {@code FillDrainLaps} through many laps of a tiny ring. The end of life:
 * {@code EndOfLifeTest} and {@code CloseOfferThenPoll}. The layout: {@code LayoutTest}.
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

    /** The producer's limit while {@link #fill} asks its source: sends an insertion by the source to the slow path. */
    private static final long FILLING = Long.MIN_VALUE;

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
        requireOpen();
        long t = tail;
        if (t >= producerLimit && !hasRoom(t)) {
            return false;
        }
        // Release: the consumer that finds the element also finds what its producer wrote into it.
        SLOT.setRelease(buffer, place(t), e);
        TAIL.setRelease(this, t + 1);
        return true;
    }

    private boolean hasRoom(long t) {
        requireNotFilling();
        return freeUpTo(t, farAhead()) || slot(t) == null;
    }

    private void requireNotFilling() {
        if (producerLimit == FILLING) {
            throw new IllegalStateException("the source inserts into the queue that it fills");
        }
    }

    private int farAhead() {
        return Math.min(capacity() / 4, MAX_LOOK_AHEAD);
    }

    /**
     * Looks some slots ahead of the tail. The consumer clears slots in order: if that one is free, so are those before
     * it, and the producer needn't look at them. Acquire: what is written there comes after the consumer's read.
     */
    private boolean freeUpTo(long t, int ahead) {
        if (slot(t + ahead) != null) {
            return false;
        }
        producerLimit = t + ahead;
        return true;
    }

    private void requireOpen() {
        // Opaque: nothing that the closing thread did has to be seen, and the reads that follow stay free to move.
        if ((boolean) CLOSED.getOpaque(this)) {
            throw new QueueClosedException();
        }
    }

    @Override
    public @Nullable E poll() {
        // Each field is read once: after an acquiring read the compiler would have to read it again.
        long h = head;
        @Nullable Object[] slots = buffer;
        int place = place(h);
        @SuppressWarnings("unchecked")
        E e = (E) SLOT.getAcquire(slots, place);
        if (e != null) {
            // Release: the producer that finds the slot free writes there after this read.
            SLOT.setRelease(slots, place, null);
            HEAD.setRelease(this, h + 1);
        }
        return e;
    }

    @Override
    public @Nullable E peek() {
        return slot(head);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The elements become visible to the consumer in groups of up to 64, so the source should be quick, and must not
     * wait for the consumer to take what it just gave.
     *
     * @throws IllegalStateException if the source inserts into this queue
     */
    @Override
    public int fill(Supplier<? extends E> source, int limit) {
        requireNonNull(source, "source");
        requireLimit(limit);
        requireOpen();
        int n = 0;
        int room;
        while (n < limit && (room = room(tail)) > 0) {
            n += fillRow(source, Math.min(Math.min(limit - n, room), toEndOfRow(tail)));
        }
        return n;
    }

    /** Returns how many slots from the tail on are known to be free, up to a group. */
    private int room(long t) {
        if (t >= producerLimit) {
            requireNotFilling();
            int ahead = farAhead();
            if (!freeUpTo(t, ahead) && !hold(t, ahead)) {
                // Nearly full. Slots taken one by one would cost several times as much each.
                ahead = Math.min(ahead / 4, GROUP);
                while (ahead > 0 && !freeUpTo(t, ahead)) {
                    ahead /= 4;
                }
                if (ahead == 0 && slot(t) != null) {
                    return 0;
                }
            }
        }
        // The slot at the tail itself is free in any case.
        return (int) Math.min(Math.max(producerLimit - t, 1), GROUP);
    }

    /** How many slots lie in a row from that of an index on. */
    private int toEndOfRow(long index) {
        return capacity() - ((int) index & mask);
    }

    /**
     * Writes a row's first element last: the consumer, which looks at that slot, keeps off the lines that are being
     * filled. One by one it would follow close behind and take each line away several times.
     */
    private int fillRow(Supplier<? extends E> source, int room) {
        @Nullable Object[] slots = buffer;
        int start = place(tail);
        int end = start + room;
        long known = producerLimit;
        producerLimit = FILLING;
        int i = start;
        E first = null;
        try {
            first = requireSupplied(source.get());
            for (i++; i < end; i++) {
                SLOT.setOpaque(slots, i, requireSupplied(source.get()));
            }
        } catch (Throwable t) {
            publish(first, start, i, known);
            throw t;
        }
        publish(first, start, end, known);
        return room;
    }

    private void publish(@Nullable E first, int start, int end, long known) {
        producerLimit = known;
        if (first != null) {
            // Release: the consumer that finds the first finds the others, and what their producer wrote into them.
            SLOT.setRelease(buffer, start, first);
            TAIL.setRelease(this, tail + (end - start));
        }
    }

    /**
     * Lets a producer that comes near the consumer pause, so that it doesn't follow it slot by slot: {@link Ring#slip}
     * the other way round.
     *
     * @return whether the slots up to the one ahead are free now
     */
    private boolean hold(long t, int ahead) {
        if (heldAt == t) {
            return false;
        }
        heldAt = t;
        pause(hold);
        boolean free = freeUpTo(t, ahead);
        // Not whether a slot close by is free: it may have been before, and nobody removes.
        hold = nextPause(hold, hold > 0 && free);
        return free;
    }

    @Override
    public int drain(Consumer<? super E> sink, int limit) {
        requireNonNull(sink, "sink");
        requireLimit(limit);
        int n = 0;
        while (n < limit && (slot(head) != null || (n == 0 && slip(head) && slot(head) != null))) {
            n += drainRow(sink, Math.min(limit - n, toEndOfRow(head)));
        }
        return n;
    }

    private int drainRow(Consumer<? super E> sink, int most) {
        @Nullable Object[] slots = buffer;
        long h = head;
        int start = place(h);
        for (int i = start; i < start + most; i++) {
            @SuppressWarnings("unchecked")
            E e = (E) SLOT.getAcquire(slots, i);
            if (e == null) {
                return i - start;
            }
            // Release, twice: as in poll.
            SLOT.setRelease(slots, i, null);
            h++;
            HEAD.setRelease(this, h);
            sink.accept(e);
            if (head != h) {
                // The sink has removed some itself.
                return i - start + 1;
            }
        }
        return most;
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
