package io.ringway.stress.jcstress.many;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.stress.jcstress.Calls;
import io.ringway.stress.jcstress.Delay;
import io.ringway.stress.jcstress.Elements;
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
 * Two producers wait to put into a full queue while a thread closes.
 *
 * <p>Hypothesis: both end with the exception, and the queue keeps what it had.
 *
 * <p>Fails if close wakes one waiter only: the other waits on.
 */
public final class ClosePutPut {

    private ClosePutPut() {}

    @Outcome(id = "closed, closed, 1", expect = Expect.ACCEPTABLE, desc = "Both were woken.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> {
        final Q queue;

        Race(Q queue) {
            this.queue = queue;
        }

        void first(LLL_Result r) {
            r.r1 = Calls.put(queue, 2);
        }

        void second(LLL_Result r) {
            r.r2 = Calls.put(queue, 3);
        }

        void closing(LLL_Result r) {
            Delay.random();
            queue.close();
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race<MpscQueue<Integer>> {
        public Mpsc() {
            super(Elements.with(new MpscQueue<>(1), 1));
        }

        @Override
        @Actor
        public void first(LLL_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(LLL_Result r) {
            super.second(r);
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

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race<MpmcQueue<Integer>> {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(1), 1));
        }

        @Override
        @Actor
        public void first(LLL_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(LLL_Result r) {
            super.second(r);
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
