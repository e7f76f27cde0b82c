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
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Two producers offer twice each to a full queue.
 *
 * <p>Hypothesis: each refusal is counted.
 *
 * <p>Fails if the count is read, raised and written without atomicity: one of two refusals at once is lost.
 */
public final class RejectedExact {

    private RejectedExact() {}

    @Outcome(id = "4", expect = Expect.ACCEPTABLE, desc = "All four are counted.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void first(L_Result r) {
            queue.offer(2);
            queue.offer(2);
        }

        void second(L_Result r) {
            queue.offer(3);
            queue.offer(3);
        }

        void count(L_Result r) {
            r.r1 = queue.stats().rejected();
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
        public void first(L_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(L_Result r) {
            super.second(r);
        }

        @Override
        @Arbiter
        public void count(L_Result r) {
            super.count(r);
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
        public void first(L_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(L_Result r) {
            super.second(r);
        }

        @Override
        @Arbiter
        public void count(L_Result r) {
            super.count(r);
        }
    }
}
