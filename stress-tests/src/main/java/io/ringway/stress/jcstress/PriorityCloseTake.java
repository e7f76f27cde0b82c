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
 * One thread closes an empty queue in which another one takes.
 *
 * <p>Hypothesis: the take ends with the exception.
 *
 * <p>Fails if close doesn't wake consumers, or one parks without looking for the close again: it waits on.
 */
public final class PriorityCloseTake {

    private PriorityCloseTake() {}

    @Outcome(id = "closed, -", expect = Expect.ACCEPTABLE, desc = "Ended by the close.")
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

        void closing(LL_Result r) {
            Delay.random();
            queue.close();
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
        public void closing(LL_Result r) {
            super.closing(r);
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
        public void closing(LL_Result r) {
            super.closing(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
