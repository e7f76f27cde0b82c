package io.ringway.stress.jcstress.many;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.stress.jcstress.Calls;
import io.ringway.stress.jcstress.Elements;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * Two producers offer while a thread closes and then polls until the end.
 *
 * <p>Hypothesis: what was accepted is found after the close, and nothing else.
 *
 * <p>Fails if the close stops one claim and not the other.
 */
public final class CloseOfferOffer {

    private CloseOfferOffer() {}

    @Outcome(id = "true, true, 12, -", expect = Expect.ACCEPTABLE, desc = "Both accepted.")
    @Outcome(id = "true, true, 21, -", expect = Expect.ACCEPTABLE, desc = "Both accepted.")
    @Outcome(id = "true, closed, 1, -", expect = Expect.ACCEPTABLE, desc = "The first accepted.")
    @Outcome(id = "closed, true, 2, -", expect = Expect.ACCEPTABLE, desc = "The second accepted.")
    @Outcome(id = "closed, closed, -, -", expect = Expect.ACCEPTABLE, desc = "Both refused.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void first(LLLL_Result r) {
            r.r1 = Calls.offer(queue, 1);
        }

        void second(LLLL_Result r) {
            r.r2 = Calls.offer(queue, 2);
        }

        void closing(LLLL_Result r) {
            queue.close();
            r.r3 = Elements.rest(queue);
        }

        void rest(LLLL_Result r) {
            r.r4 = Elements.rest(queue);
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
        public void first(LLLL_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(LLLL_Result r) {
            super.second(r);
        }

        @Override
        @Actor
        public void closing(LLLL_Result r) {
            super.closing(r);
        }

        @Override
        @Arbiter
        public void rest(LLLL_Result r) {
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
        public void first(LLLL_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(LLLL_Result r) {
            super.second(r);
        }

        @Override
        @Actor
        public void closing(LLLL_Result r) {
            super.closing(r);
        }

        @Override
        @Arbiter
        public void rest(LLLL_Result r) {
            super.rest(r);
        }
    }
}
