package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * One producer fills while another offers, and there is room for all.
 *
 * <p>Hypothesis: all are accepted; the filled ones keep their order.
 *
 * <p>Fails if fill claims a run of slots of which it doesn't own all.
 */
public final class FillOffer {

    private FillOffer() {}

    @Outcome(id = "2, true, 129", expect = Expect.ACCEPTABLE, desc = "Fill came first.")
    @Outcome(id = "2, true, 912", expect = Expect.ACCEPTABLE, desc = "Offer came first.")
    @Outcome(id = "2, true, 192", expect = Expect.ACCEPTABLE, desc = "Offer came in between.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void filling(LLL_Result r) {
            r.r1 = queue.fill(Elements.from(1), 2);
        }

        void offering(LLL_Result r) {
            r.r2 = queue.offer(9);
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 4. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(new MpscQueue<>(4));
        }

        @Override
        @Actor
        public void filling(LLL_Result r) {
            super.filling(r);
        }

        @Override
        @Actor
        public void offering(LLL_Result r) {
            super.offering(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 4. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(new MpmcQueue<>(4));
        }

        @Override
        @Actor
        public void filling(LLL_Result r) {
            super.filling(r);
        }

        @Override
        @Actor
        public void offering(LLL_Result r) {
            super.offering(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
