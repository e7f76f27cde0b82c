package io.ringway.mqtt;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Producers and the consumer of the lanes, for the last place.
 *
 * <p>Hypothesis: a place has one owner at a time, and who has it finds room in the ring; a reading is taken or evicted,
 * once. Which lanes the threads have is left to their numbers.
 *
 * <p>Fails if a place is taken without an atomic step, or given back before the slot is free. On x86, which orders
 * stores, the latter only if the calls are exchanged; weaker machines would also show accesses to places that don't
 * order those to the ring.
 */
public final class LanesRaces {

    private LanesRaces() {}

    abstract static class Race {
        private final Lanes lanes;

        Race(int capacity, boolean dropsOldest) {
            lanes = new Lanes(capacity, dropsOldest, 2);
            for (int i = 1; i <= capacity; i++) {
                queue(i);
            }
        }

        final boolean queue(int number) {
            return lanes.queue(new Telemetry("", number, Map.of()));
        }

        final @Nullable Object take() {
            Telemetry next = lanes.poll();
            return next == null ? null : next.timestamp();
        }

        final int takeAll() {
            int taken = 0;
            while (lanes.poll() != null) {
                taken++;
            }
            return taken;
        }

        final long evicted() {
            return lanes.evicted();
        }
    }

    /** Two producers and room for one. */
    @JCStressTest
    @Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "The first has it.")
    @Outcome(id = "false, true, 1", expect = Expect.ACCEPTABLE, desc = "The second has it.")
    @State
    public static class QueueAgainstQueue extends Race {
        public QueueAgainstQueue() {
            super(1, false);
            take();
        }

        /** A producer. */
        @Actor
        public void queueing(LLL_Result r) {
            r.r1 = queue(2);
        }

        /** Another. */
        @Actor
        public void queueingToo(LLL_Result r) {
            r.r2 = queue(3);
        }

        /** What is there. */
        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = takeAll();
        }
    }

    /** A producer, and the consumer that makes room for it. */
    @JCStressTest
    @Outcome(id = "true, 1, 2", expect = Expect.ACCEPTABLE, desc = "It had room.")
    @Outcome(id = "false, 1, null", expect = Expect.ACCEPTABLE, desc = "It was earlier.")
    @State
    public static class QueueAgainstTake extends Race {
        public QueueAgainstTake() {
            super(1, false);
        }

        /** The producer. */
        @Actor
        public void queueing(LLL_Result r) {
            r.r1 = queue(2);
        }

        /** The consumer. */
        @Actor
        public void taking(LLL_Result r) {
            r.r2 = take();
        }

        /** What is there. */
        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = take();
        }
    }

    /** A producer that drops the oldest, and the consumer that takes it. */
    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "It was taken.")
    @Outcome(id = "null, 2, 1", expect = Expect.ACCEPTABLE, desc = "It was dropped, and the new one not there yet.")
    @Outcome(id = "2, null, 1", expect = Expect.ACCEPTABLE, desc = "It was dropped.")
    @State
    public static class EvictAgainstTake extends Race {
        public EvictAgainstTake() {
            super(1, true);
        }

        /** The producer. */
        @Actor
        public void queueing() {
            queue(2);
        }

        /** The consumer. */
        @Actor
        public void taking(LLL_Result r) {
            r.r1 = take();
        }

        /** What is there. */
        @Arbiter
        public void rest(LLL_Result r) {
            r.r2 = take();
            r.r3 = evicted();
        }
    }

    /** Two producers that drop the oldest. */
    @JCStressTest
    @Outcome(id = "true, true, 2 and 2", expect = Expect.ACCEPTABLE, desc = "Each dropped one.")
    @State
    public static class EvictAgainstEvict extends Race {
        public EvictAgainstEvict() {
            super(2, true);
        }

        /** A producer. */
        @Actor
        public void queueing(LLL_Result r) {
            r.r1 = queue(3);
        }

        /** Another. */
        @Actor
        public void queueingToo(LLL_Result r) {
            r.r2 = queue(4);
        }

        /** What is there. */
        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = takeAll() + " and " + evicted();
        }
    }
}
