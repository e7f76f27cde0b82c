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
 * A producer offers an element that comes before the one that is there, while a consumer polls.
 *
 * <p>Hypothesis: the consumer gets one of them, and the other one stays.
 *
 * <p>Fails if an insertion shows before it is complete: a poll finds a level that has no element yet, or takes one
 * twice.
 */
public final class PriorityOfferPoll {

    private PriorityOfferPoll() {}

    @Outcome(id = "true, 2, 1", expect = Expect.ACCEPTABLE, desc = "Polled before the offer.")
    @Outcome(id = "true, 1, 2", expect = Expect.ACCEPTABLE, desc = "The new element overtook.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final ConcurrentPriorityQueue<Integer> queue;

        Race(ConcurrentPriorityQueue<Integer> queue) {
            this.queue = queue;
            queue.offer(2, 1);
        }

        void offering(LLL_Result r) {
            r.r1 = queue.offer(1, 0);
        }

        void polling(LLL_Result r) {
            r.r2 = queue.poll();
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
        public void offering(LLL_Result r) {
            super.offering(r);
        }

        @Override
        @Actor
        public void polling(LLL_Result r) {
            super.polling(r);
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
        public void offering(LLL_Result r) {
            super.offering(r);
        }

        @Override
        @Actor
        public void polling(LLL_Result r) {
            super.polling(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
