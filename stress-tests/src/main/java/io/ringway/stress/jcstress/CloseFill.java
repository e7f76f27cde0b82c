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
 * One thread closes while another fills.
 *
 * <p>Hypothesis: what fill says it inserted is in the queue; refused means none.
 *
 * <p>Fails if fill claims a run of slots without seeing that the queue is closed.
 */
public final class CloseFill {

    private CloseFill() {}

    @Outcome(
            id = {"1, 1", "2, 12"},
            expect = Expect.ACCEPTABLE,
            desc = "Accepted before the close, in whole or in part.")
    @Outcome(id = "closed, -", expect = Expect.ACCEPTABLE, desc = "Refused.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void filling(LL_Result r) {
            r.r1 = Calls.fill(queue, Elements.from(1), 2);
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
        public void filling(LL_Result r) {
            super.filling(r);
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
        public void filling(LL_Result r) {
            super.filling(r);
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
