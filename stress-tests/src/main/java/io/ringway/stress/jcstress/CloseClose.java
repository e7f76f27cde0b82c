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
 * Two threads close.
 *
 * <p>Hypothesis: both return, the queue is closed, and what was there stays.
 *
 * <p>Fails if closing toggles a mark instead of setting it.
 */
public final class CloseClose {

    private CloseClose() {}

    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Closed, with its element.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void first(LL_Result r) {
            queue.close();
        }

        void second(LL_Result r) {
            queue.close();
        }

        void rest(LL_Result r) {
            r.r1 = queue.isClosed();
            r.r2 = Elements.rest(queue);
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
        public void first(LL_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(LL_Result r) {
            super.second(r);
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
        public void first(LL_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(LL_Result r) {
            super.second(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
