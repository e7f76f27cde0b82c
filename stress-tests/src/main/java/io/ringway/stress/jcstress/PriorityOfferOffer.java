package io.ringway.stress.jcstress;

import io.ringway.queues.ConcurrentPriorityQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Two producers offer elements of different priority at once, and there is room for both.
 *
 * <p>Hypothesis: both are accepted, and they come out by priority whoever was first.
 *
 * <p>Fails if the two change the elements at once: one is lost, or their order is that of insertion.
 */
public final class PriorityOfferOffer {

    private PriorityOfferOffer() {}

    @Outcome(
            id = "true, true, 12",
            expect = Expect.ACCEPTABLE,
            desc = "Both are in the queue, in the order of their priorities.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final ConcurrentPriorityQueue<Integer> queue;

        Race(ConcurrentPriorityQueue<Integer> queue) {
            this.queue = queue;
        }

        void low(LLL_Result r) {
            r.r1 = queue.offer(1, 0);
        }

        void high(LLL_Result r) {
            r.r2 = queue.offer(2, 1);
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link ConcurrentPriorityQueue} of two levels, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Levels extends Race {
        public Levels() {
            super(new ConcurrentPriorityQueue<>(2, 2));
        }

        @Override
        @Actor
        public void low(LLL_Result r) {
            super.low(r);
        }

        @Override
        @Actor
        public void high(LLL_Result r) {
            super.high(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }

    /** {@link ConcurrentPriorityQueue} of any priority, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class AnyPriority extends Race {
        public AnyPriority() {
            super(new ConcurrentPriorityQueue<>(2));
        }

        @Override
        @Actor
        public void low(LLL_Result r) {
            super.low(r);
        }

        @Override
        @Actor
        public void high(LLL_Result r) {
            super.high(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
