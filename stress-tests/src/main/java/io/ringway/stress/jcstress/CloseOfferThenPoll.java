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
 * One thread offers while another closes, and then polls until the end.
 *
 * <p>Hypothesis: null after the close is final: an offer that has not come out by then was refused.
 *
 * <p>Fails if close doesn't stop a claim that is under way, and poll doesn't wait for it.
 */
public final class CloseOfferThenPoll {

    private CloseOfferThenPoll() {}

    @Outcome(id = "true, 1, -", expect = Expect.ACCEPTABLE, desc = "Accepted, and found after the close.")
    @Outcome(id = "closed, null, -", expect = Expect.ACCEPTABLE, desc = "Refused.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void offering(LLL_Result r) {
            r.r1 = Calls.offer(queue, 1);
        }

        void closing(LLL_Result r) {
            queue.close();
            r.r2 = queue.poll();
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
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
        public void offering(LLL_Result r) {
            super.offering(r);
        }

        @Override
        @Actor
        public void closing(LLL_Result r) {
            super.closing(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
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
        public void offering(LLL_Result r) {
            super.offering(r);
        }

        @Override
        @Actor
        public void closing(LLL_Result r) {
            super.closing(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
