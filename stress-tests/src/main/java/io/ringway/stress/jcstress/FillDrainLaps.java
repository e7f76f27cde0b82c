package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.SpscQueue;
import java.util.function.Supplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A producer fills and a consumer drains through several laps of a tiny ring.
 *
 * <p>Hypothesis: what was accepted comes out once, in order.
 *
 * <p>Fails if a run of slots crosses the end of the ring and its second half is written, or read, for the wrong lap.
 */
public final class FillDrainLaps {

    private FillDrainLaps() {}

    @Outcome(id = "in order", expect = Expect.ACCEPTABLE, desc = "All that was accepted came out, in order.")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "The number accepted, then what came out.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;
        private static final int CALLS = 4;

        private final StringBuilder removed = new StringBuilder();
        private int accepted;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void producer(L_Result r) {
            Supplier<Integer> source = Elements.from(1);
            for (int i = 0; i < CALLS; i++) {
                accepted += queue.fill(source, 2);
            }
        }

        void consumer(L_Result r) {
            for (int i = 0; i < CALLS; i++) {
                queue.drain(Elements.into(removed), 2);
            }
        }

        void rest(L_Result r) {
            queue.drain(Elements.into(removed), queue.capacity());
            r.r1 = "12345678".startsWith(removed.toString()) && removed.length() == accepted
                    ? "in order"
                    : accepted + ", " + removed;
        }
    }

    /** {@link SpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(new SpscQueue<>(2));
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(new MpscQueue<>(2));
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(new MpmcQueue<>(2));
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** {@link SpscQueue}, capacity 4, the least with a look-ahead. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class SpscOfFour extends Race {
        public SpscOfFour() {
            super(new SpscQueue<>(4));
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }
}
