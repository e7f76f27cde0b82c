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
 * One thread removes an element by equality while another one polls it.
 *
 * <p>Hypothesis: exactly one of them gets it.
 *
 * <p>Fails if what the removal found is taken out without another look under the lock: it goes twice, or a later one
 * goes.
 */
public final class PriorityRemovePoll {

    private PriorityRemovePoll() {}

    @Outcome(id = "true, 2, -", expect = Expect.ACCEPTABLE, desc = "Removed; the poll got the next one.")
    @Outcome(id = "false, 1, 2", expect = Expect.ACCEPTABLE, desc = "Polled first.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final ConcurrentPriorityQueue<Integer> queue;

        Race(ConcurrentPriorityQueue<Integer> queue) {
            this.queue = queue;
            queue.offer(1, 0);
            queue.offer(2, 1);
        }

        void removing(LLL_Result r) {
            r.r1 = queue.remove((Object) 1);
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
        public void removing(LLL_Result r) {
            super.removing(r);
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
        public void removing(LLL_Result r) {
            super.removing(r);
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
