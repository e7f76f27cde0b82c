package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.SpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The consumer clears while a producer offers.
 *
 * <p>Hypothesis: what was there is gone; what comes may go or stay.
 *
 * <p>Fails if clear resets the indices that a producer is about to use.
 */
public final class ClearOffer {

    private ClearOffer() {}

    @Outcome(id = "true, 2", expect = Expect.ACCEPTABLE, desc = "The new element stayed.")
    @Outcome(id = "true, -", expect = Expect.ACCEPTABLE, desc = "The new element was cleared as well.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void offering(LL_Result r) {
            r.r1 = queue.offer(2);
        }

        void clearing(LL_Result r) {
            queue.clear();
        }

        void rest(LL_Result r) {
            r.r2 = Elements.rest(queue);
        }
    }

    /** {@link SpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(Elements.with(new SpscQueue<>(2), 1));
        }

        @Override
        @Actor
        public void offering(LL_Result r) {
            super.offering(r);
        }

        @Override
        @Actor
        public void clearing(LL_Result r) {
            super.clearing(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(Elements.with(new MpscQueue<>(2), 1));
        }

        @Override
        @Actor
        public void offering(LL_Result r) {
            super.offering(r);
        }

        @Override
        @Actor
        public void clearing(LL_Result r) {
            super.clearing(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(2), 1));
        }

        @Override
        @Actor
        public void offering(LL_Result r) {
            super.offering(r);
        }

        @Override
        @Actor
        public void clearing(LL_Result r) {
            super.clearing(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
