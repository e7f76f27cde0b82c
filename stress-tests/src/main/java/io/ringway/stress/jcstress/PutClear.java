package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import java.util.concurrent.BlockingQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A producer puts into a full queue while the consumer clears.
 *
 * <p>Hypothesis: the producer is woken; what was there is gone.
 *
 * <p>Fails if clear frees slots without waking producers: it waits on.
 */
public final class PutClear {

    private PutClear() {}

    @Outcome(id = "done, 3", expect = Expect.ACCEPTABLE, desc = "The new element stayed.")
    @Outcome(id = "done, -", expect = Expect.ACCEPTABLE, desc = "The new element was cleared as well.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> {
        final Q queue;

        Race(Q queue) {
            this.queue = queue;
        }

        void putting(LL_Result r) {
            r.r1 = Calls.put(queue, 3);
        }

        void clearing(LL_Result r) {
            Delay.random();
            queue.clear();
        }

        void rest(LL_Result r) {
            r.r2 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race<MpscQueue<Integer>> {
        public Mpsc() {
            super(Elements.with(new MpscQueue<>(2), 1, 2));
        }

        @Override
        @Actor
        public void putting(LL_Result r) {
            super.putting(r);
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
    public static class Mpmc extends Race<MpmcQueue<Integer>> {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(2), 1, 2));
        }

        @Override
        @Actor
        public void putting(LL_Result r) {
            super.putting(r);
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
