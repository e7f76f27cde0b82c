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
 * A producer offers to an empty queue while a consumer polls.
 *
 * <p>Hypothesis: the consumer gets the element or null; an element that it didn't get is still there.
 *
 * <p>Fails if the consumer index moves on before the slot holds the element: the element is skipped.
 */
public final class OfferPollEmpty {

    private OfferPollEmpty() {}

    @Outcome(id = "true, 1, -", expect = Expect.ACCEPTABLE, desc = "The consumer came second.")
    @Outcome(id = "true, null, 1", expect = Expect.ACCEPTABLE, desc = "The consumer came first.")
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
            r.r2 = queue.poll();
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

    /** {@link SpscQueue}, capacity 1, after three laps. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class SpscWrapped extends Race {
        public SpscWrapped() {
            super(Elements.after(3, new SpscQueue<>(1)));
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

    /** {@link MpscQueue}, capacity 1, after three laps. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpscWrapped extends Race {
        public MpscWrapped() {
            super(Elements.after(3, new MpscQueue<>(1)));
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

    /** {@link MpmcQueue}, capacity 1, after three laps. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpmcWrapped extends Race {
        public MpmcWrapped() {
            super(Elements.after(3, new MpmcQueue<>(1)));
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
