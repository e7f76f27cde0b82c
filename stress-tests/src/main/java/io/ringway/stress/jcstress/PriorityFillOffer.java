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
 * A source is asked for the last element for which there is room, while another producer offers.
 *
 * <p>Hypothesis: one of them gets the room; the source is not asked in vain.
 *
 * <p>Fails if no room is kept while the source is asked: what it gave is lost.
 */
public final class PriorityFillOffer {

    private PriorityFillOffer() {}

    @Outcome(id = "1, false, 1", expect = Expect.ACCEPTABLE, desc = "Filled.")
    @Outcome(id = "0, true, 2", expect = Expect.ACCEPTABLE, desc = "The offer was first, and the source was not asked.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final ConcurrentPriorityQueue<Integer> queue;

        Race(ConcurrentPriorityQueue<Integer> queue) {
            this.queue = queue;
        }

        void filling(LLL_Result r) {
            r.r1 = queue.fill(() -> 1, 1);
        }

        void offering(LLL_Result r) {
            r.r2 = queue.offer(2, 0);
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
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
        public void filling(LLL_Result r) {
            super.filling(r);
        }

        @Override
        @Actor
        public void offering(LLL_Result r) {
            super.offering(r);
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
        public void filling(LLL_Result r) {
            super.filling(r);
        }

        @Override
        @Actor
        public void offering(LLL_Result r) {
            super.offering(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
