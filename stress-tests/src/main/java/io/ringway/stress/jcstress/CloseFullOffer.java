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
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * One thread closes a full queue while another offers.
 *
 * <p>Hypothesis: the offer is refused, with false before the close and with the exception after it.
 *
 * <p>Fails if the check for room hides the close, or the claim of close disturbs an element.
 */
public final class CloseFullOffer {

    private CloseFullOffer() {}

    @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "The queue was full.")
    @Outcome(id = "closed, 1", expect = Expect.ACCEPTABLE, desc = "The queue was closed.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void offering(LL_Result r) {
            r.r1 = Calls.offer(queue, 2);
        }

        void closing(LL_Result r) {
            queue.close();
        }

        void rest(LL_Result r) {
            r.r2 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(Elements.with(new MpscQueue<>(1), 1));
        }

        @Override
        @Actor
        public void offering(LL_Result r) {
            super.offering(r);
        }

        @Override
        @Actor
        public void closing(LL_Result r) {
            super.closing(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(1), 1));
        }

        @Override
        @Actor
        public void offering(LL_Result r) {
            super.offering(r);
        }

        @Override
        @Actor
        public void closing(LL_Result r) {
            super.closing(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
