package io.ringway.stress.jcstress.many;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.stress.jcstress.Elements;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * Two producers offer while a consumer polls a ring of one that is full.
 *
 * <p>Hypothesis: the consumer gets the head; at most one of the producers is accepted, and its element is there.
 *
 * <p>Fails if the free slot is given away twice.
 */
public final class OfferOfferPoll {

    private OfferOfferPoll() {}

    @Outcome(id = "true, false, 1, 2", expect = Expect.ACCEPTABLE, desc = "The first producer got the slot.")
    @Outcome(id = "false, true, 1, 3", expect = Expect.ACCEPTABLE, desc = "The second producer got the slot.")
    @Outcome(id = "false, false, 1, -", expect = Expect.ACCEPTABLE, desc = "Both came too early.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void first(LLLL_Result r) {
            r.r1 = queue.offer(2);
        }

        void second(LLLL_Result r) {
            r.r2 = queue.offer(3);
        }

        void consumer(LLLL_Result r) {
            r.r3 = queue.poll();
        }

        void rest(LLLL_Result r) {
            r.r4 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(Elements.with(new MpscQueue<>(1), 1));
        }

        @Override
        @Actor
        public void first(LLLL_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(LLLL_Result r) {
            super.second(r);
        }

        @Override
        @Actor
        public void consumer(LLLL_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(LLLL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(1), 1));
        }

        @Override
        @Actor
        public void first(LLLL_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(LLLL_Result r) {
            super.second(r);
        }

        @Override
        @Actor
        public void consumer(LLLL_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(LLLL_Result r) {
            super.rest(r);
        }
    }
}
