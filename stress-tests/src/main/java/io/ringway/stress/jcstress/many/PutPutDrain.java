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
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * Two producers wait to put into a full ring of two while the consumer drains two elements.
 *
 * <p>Hypothesis: both are woken, and both elements go in.
 *
 * <p>Fails if one call of drain wakes one waiter only: the other waits on although there is room.
 */
public final class PutPutDrain {

    private PutPutDrain() {}

    @Outcome(
            id = {"done, done, 12, 34", "done, done, 12, 43"},
            expect = Expect.ACCEPTABLE,
            desc = "Both went in.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> {
        final Q queue;

        Race(Q queue) {
            this.queue = queue;
        }

        void first(LLLL_Result r) {
            r.r1 = Calls.put(queue, 3);
        }

        void second(LLLL_Result r) {
            r.r2 = Calls.put(queue, 4);
        }

        void consumer(LLLL_Result r) {
            Delay.random();
            StringBuilder drained = new StringBuilder();
            queue.drain(Elements.into(drained), 2);
            r.r3 = Elements.written(drained);
        }

        void rest(LLLL_Result r) {
            r.r4 = Elements.rest(queue);
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
        public void consumer(LLLL_Result r) {
            super.consumer(r);
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
    public static class Mpmc extends Race<MpmcQueue<Integer>> {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(2), 1, 2));
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
        public void consumer(LLLL_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(LLLL_Result r) {
            super.rest(r);
        }
    }
}
