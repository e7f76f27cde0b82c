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
 * <p>What was measured against it, with {@code fill} and {@code drain} between two cores: walking over slots that lie
 * in a row, without masking each index and without reading the head anew after each element, gained nothing where the
 * cores are near each other (0.93 to 1.06 in three runs, a cache line handed over in 25 ns) and 1.12 and 1.19 where
 * they are far apart (240 ns).
 *
 * <p>Where they are near, one thread alone takes 1.8 ns to fill and drain an element, two take 1.5 to 1.7: the lines
 * are hardly the limit. The ring was nearly full, and of the groups two in three held a single element. Within a
 * virtual machine the rate is steady, but several that run the same classes reach 310, 450 to 630 or 700 to 830 million
 * elements a second, as the JIT compiler happened to compile the two loops. So only medians of many machines compare.
 * Of 9 to 15: JCTools' 650, the walk along the row 530, with plain stores and one call of the source 510 to 600. The
 * walk and a consumer that pauses for 4 spin hints when fewer than 64 elements are there reached 700, but 550 with
 * {@code fillGroup} written out in {@code fill}, and as it was in the benchmark of the published runs 560, against 590
 * for this class and 640 for JCTools (5 to 7). Of 3 to 5: this class 520, with that pause alone 400, with groups of 32
 * 430, with a producer that pauses for 8 hints near the full ring 530, with both pauses 320 to 470. Of 4: this class
 * 600, JCTools 640, with a look at the slot 32, 64 or 128 ahead once for each line, so that it is under way before it
 * is needed, 530, 590 and 580.
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
        if (producerLimit == FILLING) {
            throw new IllegalStateException("the source inserts into the queue that it fills");
        }
        // The consumer clears slots in order: if the one ahead is free, so are those before it. Acquire: what is
        // written there comes after the consumer's read.
        int ahead = Math.min(capacity() / 4, MAX_LOOK_AHEAD);
        if (slot(t + ahead) == null) {
            producerLimit = t + ahead;
            return true;
        }
        return slot(t) == null;
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
        while (n < limit && (tail < producerLimit || hasRoom(tail))) {
            // Up to the limit without a look at the slots; the one at the tail is known to be free in any case.
            long room = Math.max(producerLimit - tail, 1);
            n += fillGroup(source, (int) Math.min(Math.min(limit - n, GROUP), room));
        }
        return n;
    }

    /**
     * Writes a group's first element last: the consumer, which looks at that slot, keeps off the lines that are being
     * filled. One by one it would follow close behind and take each line away several times.
     */
    private int fillGroup(Supplier<? extends E> source, int room) {
        @Nullable Object[] slots = buffer;
        long start = tail;
        long end = start;
        long known = producerLimit;
        producerLimit = FILLING;
        E first = null;
        try {
            first = requireSupplied(source.get());
            while (++end < start + room) {
                SLOT.setOpaque(slots, place(end), requireSupplied(source.get()));
            }
        } finally {
            producerLimit = known;
            if (first != null) {
                // Release: the consumer that finds the first finds the others, and what their producer wrote into them.
                SLOT.setRelease(slots, place(start), first);
                TAIL.setRelease(this, end);
            }
        }
        return room;
    }

    @Override
    public int drain(Consumer<? super E> sink, int limit) {
        requireNonNull(sink, "sink");
        requireLimit(limit);
        @Nullable Object[] slots = buffer;
        long h = head;
        int n = 0;
        while (n < limit) {
            int place = place(h);
            @SuppressWarnings("unchecked")
            E e = (E) SLOT.getAcquire(slots, place);
            if (e == null) {
                break;
            }
            SLOT.setRelease(slots, place, null);
            HEAD.setRelease(this, ++h);
            n++;
            sink.accept(e);
            // The sink may have removed some itself.
            h = head;
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
