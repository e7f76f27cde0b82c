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
 * A producer puts into a full queue, from which another thread polls at any moment of its wait.
 *
 * <p>Hypothesis: the producer gets the room.
 *
 * <p>Fails if the flag of a waiting producer is set after its last look: the poll doesn't see it, and nobody wakes the
 * producer.
 */
public final class PriorityPutPoll {

    private PriorityPutPoll() {}

    @Outcome(id = "done, 2", expect = Expect.ACCEPTABLE, desc = "Got in.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final ConcurrentPriorityQueue<Integer> queue;

        Race(ConcurrentPriorityQueue<Integer> queue) {
            this.queue = queue;
            queue.offer(1, 1);
        }

        void putting(LL_Result r) {
            r.r1 = Calls.put(queue, 2);
        }

        void polling(LL_Result r) {
            Delay.random();
            queue.poll();
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
        public void polling(LL_Result r) {
            super.polling(r);
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
        public void polling(LL_Result r) {
            super.polling(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
