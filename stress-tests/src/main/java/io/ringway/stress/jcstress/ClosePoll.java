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
 * One thread closes while the consumer polls.
 *
 * <p>Hypothesis: the close doesn't take elements away, nor add any.
 *
 * <p>Fails if the mark of the close is taken for an index.
 */
public final class ClosePoll {

    private ClosePoll() {}

    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "Poll got the head.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void consumer(LL_Result r) {
            r.r1 = queue.poll();
        }

        void closing(LL_Result r) {
            queue.close();
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
            super(Elements.with(new SpscQueue<>(2), 1, 2));
        }

        @Override
        @Actor
        public void consumer(LL_Result r) {
            super.consumer(r);
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

    /** {@link MpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(Elements.with(new MpscQueue<>(2), 1, 2));
        }

        @Override
        @Actor
        public void consumer(LL_Result r) {
            super.consumer(r);
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
            super(Elements.with(new MpmcQueue<>(2), 1, 2));
        }

        @Override
        @Actor
        public void consumer(LL_Result r) {
            super.consumer(r);
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
