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
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A consumer drains while a producer offers.
 *
 * <p>Hypothesis: the sink gets a prefix of the queue, and what it didn't get is still there.
 *
 * <p>Fails if drain moves the index by what it expects and not by what it took.
 */
public final class DrainOffer {

    private DrainOffer() {}

    @Outcome(id = "true, 1, 2", expect = Expect.ACCEPTABLE, desc = "Drain ended before the second element came.")
    @Outcome(id = "true, 12, -", expect = Expect.ACCEPTABLE, desc = "Drain took both.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void producer(LLL_Result r) {
            r.r1 = queue.offer(2);
        }

        void consumer(LLL_Result r) {
            StringBuilder drained = new StringBuilder();
            queue.drain(Elements.into(drained), 4);
            r.r2 = Elements.written(drained);
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link SpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(Elements.with(new SpscQueue<>(2), 1));
        }

        @Override
        @Actor
        public void producer(LLL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LLL_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
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
        public void producer(LLL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LLL_Result r) {
            super.consumer(r);
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
    public static class Mpmc extends Race {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(2), 1));
        }

        @Override
        @Actor
        public void producer(LLL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LLL_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
