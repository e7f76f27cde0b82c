package io.ringway.stress.jcstress;

import io.ringway.queues.ConcurrentPriorityQueue;
import io.ringway.queues.PrioritizedItem;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Two producers offer elements of the same priority at once, and there is room for both.
 *
 * <p>Hypothesis: both are accepted, in either order, and their sequences are those of that order.
 *
 * <p>Fails if the number of the insertion is taken before the lock or after it: the sequences are equal or contradict
 * the order.
 */
public final class PriorityOfferOfferEqual {

    private PriorityOfferOfferEqual() {}

    @Outcome(
            id = {"true, true, 10-21", "true, true, 20-11"},
            expect = Expect.ACCEPTABLE,
            desc = "Both are in the queue, numbered as they are ordered.")
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
            r.r2 = queue.offer(2, 1);
        }

        void rest(LLL_Result r) {
            r.r3 = written(queue.pollItem()) + "-" + written(queue.pollItem());
        }

        private static String written(PrioritizedItem<Integer> item) {
            return item.item() + String.valueOf(item.sequence());
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
