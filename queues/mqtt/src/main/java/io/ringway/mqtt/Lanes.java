package io.ringway.mqtt;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.QueueClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue in several lanes, so that a producer doesn't wait for another one that has lost its processor.
 *
 * <p><b>Algorithm.</b> A thread always inserts into the same lane, a ring, which it finds by its number. So the
 * readings of each thread stay in order: a distributed queue (Haas et al.: <i>Distributed Queues in Shared Memory</i>,
 * CF 2013) whose choice of a lane keeps that order. The consumer takes from the lane whose first reading has the oldest
 * timestamp, so that those of different threads, where they wait at the same time, come in nearly this order, too. All
 * lanes share one bound. Who inserts takes a place first, who removes gives it back. Each lane keeps some places for
 * itself, so that its threads seldom go to the word that all share, as a sale sets stock aside in the escrow method
 * (O'Neil, TODS 1986). Each ring could hold all there may be, so one that has a place finds room. A place is taken
 * before its reading can be: a producer may be refused while the consumer finds nothing.
 *
 * <p><b>Dropping the oldest.</b> A thread that finds no place removes the oldest of its own lane. Every
 * {@value #LOOK_EVERY}th time it looks at all lanes; if another one's oldest is older by a second, it removes that, for
 * as long as this is so. So what one thread left behind long ago goes before what others have just brought, and threads
 * that are at work don't meet.
 *
 * <p><b>Threads and progress.</b> A thread that has its lane to itself takes a bounded number of steps in
 * {@link #queue}, but for the compare-and-set on the shared places, which may fail as often as others succeed. Threads
 * that meet in a lane wait for each other as in the ring; so does one that drops the oldest, where it looks at the
 * other lanes. It also waits, for some 50 microseconds at a time, if there is neither a place nor a reading: then as
 * many threads are between the two as there are places.
 *
 * <p><b>Memory.</b> All accesses to places are volatile. Of a full ring's elements and the one that is to come, two
 * must have had the same place; so one was removed before, its place came on by a chain of atomic steps and insertions,
 * and as a ring's elements are removed in their order, the slot is seen to be free. What is read racily otherwise, the
 * lane to drop from, is a hint.
 *
 * <p><b>Tests.</b> Bound, order, drops and the end: {@code LanesTest}, with the sums of six producers. The bound as one
 * for all: {@code LanesLinearizabilityTest}. Pairs that race for the last place: the JCStress tests {@code LanesRaces};
 * with the consumer behind them: {@code TelemetryRaces}.
 */
final class Lanes implements Intake {
    private static final int MOST_LANES = 16;
    /** In all lanes together: references to nothing cost memory, too. */
    private static final int MOST_SLOTS = 1 << 22;

    /** What lanes keep may stand empty while others want it: altogether a 128th of the capacity, or little more. */
    private static final int KEPT_SHARE = 128;

    /** How many places change hands at a time at the most: enough that it doesn't matter what that costs. */
    private static final int MOST_AT_ONCE = 64;

    /** How many readings the consumer takes by their age. */
    private static final int RUN = 256;

    /**
     * How many it takes after that from the next lane that has any, however new: a producer whose clock is slow and who
     * never rests would keep it otherwise.
     */
    private static final int RUN_IN_TURN = 16;

    private static final int LOOK_EVERY = 256;
    private static final long OLDER_MILLIS = 1000;

    /** Longs between words that different threads write: two cache lines. */
    private static final int STRIDE = 16;

    /** Free places that no lane keeps. */
    private static final int PLACES = STRIDE;

    // The words of a lane.
    private static final int KEPT = 0;
    private static final int REFUSED = 1;
    private static final int EVICTED = 2;
    private static final int DROP_FROM = 3;

    // The words of the consumer, whose row follows those of the lanes.
    private static final int TAKE_FROM = 0;
    private static final int LEFT = 1;
    /**
     * The timestamp of the oldest reading in other lanes; the highest there is if they are empty, or it is no matter.
     */
    private static final int UP_TO = 2;
    /** The lane whose turn it was last. */
    private static final int TURN = 3;
    /** Readings that were taken, whose places are still to be given back. */
    private static final int FREED = 4;

    /** 1 while readings are taken by age. */
    private static final int BY_AGE = 5;

    private final List<BoundedQueue<Telemetry>> rings;
    private final boolean dropsOldest;
    private final int mask;
    /** How many places a lane takes at a time. */
    private final int chunk;

    /** How many places the consumer gives back at a time, within a turn. */
    private final int givenBack;

    private final AtomicLongArray words;
    private final int consumer;

    /**
     * Makes the lanes.
     *
     * @param capacity how many readings they must be able to hold together, and each of them alone; rounded up to a
     *     power of two
     * @param dropsOldest whether the oldest makes room when they are full, or the newest is refused
     */
    Lanes(int capacity, boolean dropsOldest) {
        this(capacity, dropsOldest, lanesFor(capacity));
    }

    Lanes(int capacity, boolean dropsOldest, int lanes) {
        this.dropsOldest = dropsOldest;
        List<BoundedQueue<Telemetry>> made = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            // Producers that drop the oldest remove from the lane, as the consumer does.
            made.add(dropsOldest ? new MpmcQueue<>(capacity) : new MpscQueue<>(capacity));
        }
        rings = List.copyOf(made);
        mask = lanes - 1;
        chunk = Math.max(1, Math.min(MOST_AT_ONCE, capacity() / lanes / KEPT_SHARE));
        givenBack = Math.max(1, Math.min(MOST_AT_ONCE, capacity() / KEPT_SHARE));
        words = new AtomicLongArray((lanes + 4) * STRIDE);
        words.set(PLACES, capacity());
        for (int i = 0; i < lanes; i++) {
            words.set(word(i, DROP_FROM), i);
        }
        consumer = word(lanes, 0);
    }

    private static int lanesFor(int capacity) {
        int lanes = Math.min(4 * Runtime.getRuntime().availableProcessors(), MOST_SLOTS / capacity);
        return Integer.highestOneBit(Math.max(1, Math.min(lanes, MOST_LANES)));
    }

    private static int word(int lane, int which) {
        return (lane + 2) * STRIDE + which;
    }

    @Override
    public boolean queue(Telemetry reading) {
        Objects.requireNonNull(reading, "reading");
        int mine = (int) Thread.currentThread().getId() & mask;
        BoundedQueue<Telemetry> ring = rings.get(mine);
        if (!takePlace(mine)) {
            if (ring.isClosed()) {
                throw new QueueClosedException();
            }
            if (!dropsOldest) {
                words.getAndIncrement(word(mine, REFUSED));
                return false;
            }
            evict(mine);
        }
        if (!ring.offer(reading)) {
            throw new IllegalStateException("a lane without room for a reading that has a place");
        }
        return true;
    }

    private boolean takePlace(int mine) {
        int kept = word(mine, KEPT);
        for (long n = words.get(kept); n > 0; n = words.get(kept)) {
            if (words.compareAndSet(kept, n, n - 1)) {
                return true;
            }
        }
        for (long n = words.get(PLACES); n > 0; n = words.get(PLACES)) {
            long taken = Math.min(n, chunk);
            if (words.compareAndSet(PLACES, n, n - taken)) {
                if (taken > 1) {
                    words.getAndAdd(kept, taken - 1);
                }
                return true;
            }
        }
        return false;
    }

    /** Removes a reading; its place is the caller's now. */
    private void evict(int mine) {
        boolean interrupted = false;
        try {
            while (!removeOldest(mine) && !takePlace(mine)) {
                if (!chooseWhereToDrop(mine)) {
                    // Places that threads take while it is closed don't come back.
                    if (rings.get(mine).isClosed()) {
                        throw new QueueClosedException();
                    }
                    // An interrupted thread would not sleep, and a virtual one keep its carrier from others.
                    interrupted |= Thread.interrupted();
                    LockSupport.parkNanos(1);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean removeOldest(int mine) {
        int from = (int) words.getOpaque(word(mine, DROP_FROM));
        if (from != mine && !isOlder(from, mine)) {
            // Of another lane's only what is older: its thread may be a slow one, and this its newest.
            chooseWhereToDrop(mine);
            from = (int) words.getOpaque(word(mine, DROP_FROM));
        }
        if (rings.get(from).poll() == null) {
            return false;
        }
        if (words.getAndIncrement(word(mine, EVICTED)) % LOOK_EVERY == 0) {
            chooseWhereToDrop(mine);
        }
        return true;
    }

    private boolean isOlder(int from, int mine) {
        Telemetry other = rings.get(from).peek();
        Telemetry own = rings.get(mine).peek();
        return other != null && (own == null || other.timestamp() <= aSecondBefore(own));
    }

    private static long aSecondBefore(Telemetry reading) {
        return Math.max(reading.timestamp(), Long.MIN_VALUE + OLDER_MILLIS) - OLDER_MILLIS;
    }

    /** Looks for the lane with the oldest reading; false if all are empty. */
    private boolean chooseWhereToDrop(int mine) {
        int from = mine;
        Telemetry own = rings.get(mine).peek();
        boolean found = own != null;
        long oldest = own == null ? Long.MAX_VALUE : aSecondBefore(own);
        for (int i = 0; i < rings.size(); i++) {
            Telemetry other = rings.get(i).peek();
            if (other != null && other.timestamp() <= oldest && i != mine) {
                found = true;
                oldest = other.timestamp();
                from = i;
            }
        }
        words.setOpaque(word(mine, DROP_FROM), from);
        return found;
    }

    @Override
    public @Nullable Telemetry poll() {
        for (Telemetry next = takeFromLane(); ; next = takeFromLane()) {
            if (next != null) {
                return next;
            }
            if (!chooseWhereToTake()) {
                endTurn();
                return null;
            }
        }
    }

    /** Takes the next reading of the consumer's lane, as long as no other lane's turn comes before. */
    private @Nullable Telemetry takeFromLane() {
        long left = words.getPlain(consumer + LEFT);
        if (left == 0) {
            return null;
        }
        BoundedQueue<Telemetry> ring = rings.get((int) words.getPlain(consumer + TAKE_FROM));
        long upTo = words.getPlain(consumer + UP_TO);
        if (upTo != Long.MAX_VALUE) {
            Telemetry head = ring.peek();
            if (head == null || head.timestamp() > upTo) {
                return null;
            }
        }
        Telemetry next = ring.poll();
        if (next != null) {
            words.setPlain(consumer + LEFT, left - 1);
            long n = words.getPlain(consumer + FREED) + 1;
            words.setPlain(consumer + FREED, n);
            if (n >= givenBack) {
                endTurn();
            }
        }
        return next;
    }

    /** Looks for the lane with the oldest reading, or now and then for the next one that has any; false if none has. */
    private boolean chooseWhereToTake() {
        long left = words.getPlain(consumer + LEFT);
        boolean byAge = (words.getPlain(consumer + BY_AGE) != 0) == (left > 0);
        int last = (int) words.getPlain(consumer + TURN);
        int from = -1;
        long oldest = Long.MAX_VALUE;
        long oldestOfOthers = Long.MAX_VALUE;
        for (int i = 1; i <= rings.size(); i++) {
            int other = last + i & mask;
            Telemetry head = rings.get(other).peek();
            if (head != null) {
                long time = head.timestamp();
                if (from < 0 || (byAge && time < oldest)) {
                    oldestOfOthers = oldest;
                    oldest = time;
                    from = other;
                } else {
                    oldestOfOthers = Math.min(oldestOfOthers, time);
                }
            }
        }
        if (from < 0) {
            // What comes next is chosen by its age again.
            words.setPlain(consumer + UP_TO, Long.MIN_VALUE);
            return false;
        }
        if (left == 0) {
            words.setPlain(consumer + BY_AGE, byAge ? 1 : 0);
            words.setPlain(consumer + LEFT, byAge ? RUN : RUN_IN_TURN);
        }
        if (!byAge) {
            words.setPlain(consumer + TURN, from);
        }
        words.setPlain(consumer + TAKE_FROM, from);
        words.setPlain(consumer + UP_TO, byAge ? oldestOfOthers : Long.MAX_VALUE);
        return true;
    }

    @Override
    public void endTurn() {
        long n = words.getPlain(consumer + FREED);
        if (n > 0) {
            words.setPlain(consumer + FREED, 0);
            words.getAndAdd(PLACES, n);
        }
    }

    @Override
    public int capacity() {
        return rings.get(0).capacity();
    }

    @Override
    public int size() {
        // What lanes keep first: what moves there meanwhile is missed, rather than counted twice.
        long kept = sum(KEPT);
        long free = kept + words.get(PLACES) + words.getPlain(consumer + FREED);
        return (int) Math.max(0, capacity() - free);
    }

    @Override
    public boolean isEmpty() {
        return rings.stream().allMatch(BoundedQueue::isEmpty);
    }

    @Override
    public long accepted() {
        return rings.stream().mapToLong(ring -> ring.stats().enqueued()).sum();
    }

    @Override
    public long refused() {
        return sum(REFUSED);
    }

    @Override
    public long evicted() {
        return sum(EVICTED);
    }

    private long sum(int which) {
        long sum = 0;
        for (int i = 0; i <= mask; i++) {
            sum += words.get(word(i, which));
        }
        return sum;
    }

    @Override
    public void close() {
        rings.forEach(BoundedQueue::close);
    }
}
