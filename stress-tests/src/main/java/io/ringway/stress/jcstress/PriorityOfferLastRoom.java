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
 * Two producers offer at once, and there is room for one.
 *
 * <p>Hypothesis: one is accepted, and the other is refused and counted.
 *
 * <p>Fails if the look for room and the insertion are two steps: the bound is broken, or an element overwrites another
 * one.
 */
public final class PriorityOfferLastRoom {

    private PriorityOfferLastRoom() {}

    @Outcome(id = "true, false, 1/1", expect = Expect.ACCEPTABLE, desc = "The first was accepted.")
    @Outcome(id = "false, true, 2/1", expect = Expect.ACCEPTABLE, desc = "The second was accepted.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final ConcurrentPriorityQueue<Integer> queue;

        Race(ConcurrentPriorityQueue<Integer> queue) {
            this.queue = queue;
        }

        void first(LLL_Result r) {
            r.r1 = queue.offer(1, 1);
        }

        void second(LLL_Result r) {
            r.r2 = queue.offer(2, 0);
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue) + "/" + queue.stats().rejected();
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
        public void first(LLL_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(LLL_Result r) {
            super.second(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
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
        public void first(LLL_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(LLL_Result r) {
            super.second(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
