package io.ringway.stress.jcstress;

import io.ringway.queues.ConcurrentPriorityQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A consumer takes from an empty queue, to which another thread offers at any moment of its wait.
 *
 * <p>Hypothesis: the consumer gets the element.
 *
 * <p>Fails if the flag of a waiting consumer is set after its last look: the offer doesn't see it, and nobody wakes the
 * consumer.
 */
public final class PriorityTakeOffer {

    private PriorityTakeOffer() {}

    @Outcome(id = "1, -", expect = Expect.ACCEPTABLE, desc = "Got it.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final ConcurrentPriorityQueue<Integer> queue;

        Race(ConcurrentPriorityQueue<Integer> queue) {
            this.queue = queue;
        }

        void taking(LL_Result r) {
            r.r1 = Calls.take(queue);
        }

        void offering(LL_Result r) {
            Delay.random();
            queue.offer(1, 1);
        }

        void rest(LL_Result r) {
            r.r2 = Elements.rest(queue);
        }
    }

    /** {@link ConcurrentPriorityQueue} of two levels, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Levels extends Race {
        public Levels() {
            super(new ConcurrentPriorityQueue<>(1, 2));
        }

        @Override
        @Actor
        public void taking(LL_Result r) {
            super.taking(r);
        }

        @Override
        @Actor
        public void offering(LL_Result r) {
            super.offering(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }

    /** {@link ConcurrentPriorityQueue} of any priority, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class AnyPriority extends Race {
        public AnyPriority() {
            super(new ConcurrentPriorityQueue<>(1));
        }

        @Override
        @Actor
        public void taking(LL_Result r) {
            super.taking(r);
        }

        @Override
        @Actor
        public void offering(LL_Result r) {
            super.offering(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
