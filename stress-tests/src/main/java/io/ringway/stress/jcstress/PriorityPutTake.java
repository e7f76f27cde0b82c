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
 * A producer puts and a consumer takes several times through a queue for one, each waiting for the other in turn.
 *
 * <p>Hypothesis: all elements arrive, and both end.
 *
 * <p>Fails if a wake-up is lost in one of the many ways: each side registers, looks again and parks while the other one
 * checks for waiters.
 */
public final class PriorityPutTake {

    private PriorityPutTake() {}

    @Outcome(id = "12345678, -", expect = Expect.ACCEPTABLE, desc = "All arrived.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final ConcurrentPriorityQueue<Integer> queue;

        Race(ConcurrentPriorityQueue<Integer> queue) {
            this.queue = queue;
        }

        private static final int ELEMENTS = 8;

        void putting(LL_Result r) {
            for (int element = 1; element <= ELEMENTS; element++) {
                Calls.put(queue, element);
            }
        }

        void taking(LL_Result r) {
            StringBuilder taken = new StringBuilder();
            for (int i = 0; i < ELEMENTS; i++) {
                taken.append(Calls.take(queue));
            }
            r.r1 = taken.toString();
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
        public void putting(LL_Result r) {
            super.putting(r);
        }

        @Override
        @Actor
        public void taking(LL_Result r) {
            super.taking(r);
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
        public void putting(LL_Result r) {
            super.putting(r);
        }

        @Override
        @Actor
        public void taking(LL_Result r) {
            super.taking(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
