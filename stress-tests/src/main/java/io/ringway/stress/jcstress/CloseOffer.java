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
 * One thread closes while another offers.
 *
 * <p>Hypothesis: the offer is accepted and the element stays, or it is refused with the exception and the element isn't
 * there.
 *
 * <p>Fails if closing is a flag apart from the index that an offer claims: an offer that saw the flag too early loses
 * nothing, but one that claims after the consumers found the end is lost.
 */
public final class CloseOffer {

    private CloseOffer() {}

    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Accepted before the close.")
    @Outcome(id = "closed, -", expect = Expect.ACCEPTABLE, desc = "Refused.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void offering(LL_Result r) {
            r.r1 = Calls.offer(queue, 1);
        }

        void closing(LL_Result r) {
            queue.close();
        }

        void rest(LL_Result r) {
            r.r2 = Elements.rest(queue);
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
