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
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A producer puts into a full queue while the consumer drains.
 *
 * <p>Hypothesis: the producer is woken and its element goes in behind the others.
 *
 * <p>Fails if drain frees slots without waking producers: it waits on.
 */
public final class PutDrain {

    private PutDrain() {}

    @Outcome(id = "done, 12, 3", expect = Expect.ACCEPTABLE, desc = "Drain ended before the producer came.")
    @Outcome(id = "done, 123, -", expect = Expect.ACCEPTABLE, desc = "Drain took the new element as well.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> {
        final Q queue;

        Race(Q queue) {
            this.queue = queue;
        }

        void putting(LLL_Result r) {
            r.r1 = Calls.put(queue, 3);
        }

        void draining(LLL_Result r) {
            Delay.random();
            StringBuilder drained = new StringBuilder();
            queue.drain(Elements.into(drained), 4);
            r.r2 = Elements.written(drained);
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
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
        public void putting(LLL_Result r) {
            super.putting(r);
        }

        @Override
        @Actor
        public void draining(LLL_Result r) {
            super.draining(r);
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
    public static class Mpmc extends Race<MpmcQueue<Integer>> {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(2), 1, 2));
        }

        @Override
        @Actor
        public void putting(LLL_Result r) {
            super.putting(r);
        }

        @Override
        @Actor
        public void draining(LLL_Result r) {
            super.draining(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
