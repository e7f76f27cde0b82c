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
 * A consumer peeks while a producer offers to an empty queue.
 *
 * <p>Hypothesis: peek returns null or the element, and leaves it there.
 *
 * <p>Fails if peek returns a slot that is claimed but not yet written, or moves the index.
 */
public final class PeekOffer {

    private PeekOffer() {}

    @Outcome(id = "true, null, 1", expect = Expect.ACCEPTABLE, desc = "Peek came first.")
    @Outcome(id = "true, 1, 1", expect = Expect.ACCEPTABLE, desc = "Peek came second.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void producer(LLL_Result r) {
            r.r1 = queue.offer(1);
        }

        void consumer(LLL_Result r) {
            r.r2 = queue.peek();
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
            super(new SpscQueue<>(2));
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
            super(new MpscQueue<>(2));
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
            super(new MpmcQueue<>(2));
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
