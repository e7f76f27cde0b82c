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
 * Two consumers take from a queue with one element, one of them with its priority and sequence.
 *
 * <p>Hypothesis: exactly one gets it, and the record is that of the element.
 *
 * <p>Fails if the record is put together after the lock: it tells of another element.
 */
public final class PriorityPollPollItem {

    private PriorityPollPollItem() {}

    @Outcome(id = "1, null, -", expect = Expect.ACCEPTABLE, desc = "The plain poll got it.")
    @Outcome(id = "null, 1/1/0, -", expect = Expect.ACCEPTABLE, desc = "The other one got it, with its record.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final ConcurrentPriorityQueue<Integer> queue;

        Race(ConcurrentPriorityQueue<Integer> queue) {
            this.queue = queue;
            queue.offer(1, 1);
        }

        void plain(LLL_Result r) {
            r.r1 = queue.poll();
        }

        void item(LLL_Result r) {
            PrioritizedItem<Integer> item = queue.pollItem();
            r.r2 = item == null ? null : item.item() + "/" + item.priority() + "/" + item.sequence();
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
        public void plain(LLL_Result r) {
            super.plain(r);
        }

        @Override
        @Actor
        public void item(LLL_Result r) {
            super.item(r);
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
        public void plain(LLL_Result r) {
            super.plain(r);
        }

        @Override
        @Actor
        public void item(LLL_Result r) {
            super.item(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
