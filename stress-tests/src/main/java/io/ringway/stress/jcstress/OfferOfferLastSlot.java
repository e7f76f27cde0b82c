package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
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
 * <p>Hypothesis: exactly one is accepted, and it is the one in the queue.
 *
 * <p>Fails if the check for room and the claim of the slot are two steps: both are accepted and one is lost, or neither
 * although there was room.
 */
public final class OfferOfferLastSlot {

    private OfferOfferLastSlot() {}

    @Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "The first got the slot.")
    @Outcome(id = "false, true, 2", expect = Expect.ACCEPTABLE, desc = "The second got the slot.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void first(LLL_Result r) {
            r.r1 = queue.offer(1);
        }

        void second(LLL_Result r) {
            r.r2 = queue.offer(2);
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(new MpscQueue<>(1));
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

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(new MpmcQueue<>(1));
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

    /** {@link MpscQueue}, capacity 1, after three laps. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpscWrapped extends Race {
        public MpscWrapped() {
            super(Elements.after(3, new MpscQueue<>(1)));
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

    /** {@link MpmcQueue}, capacity 1, after three laps. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpmcWrapped extends Race {
        public MpmcWrapped() {
            super(Elements.after(3, new MpmcQueue<>(1)));
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
