package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.SpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * The consumer removes the head as an object from a full queue while a producer offers.
 *
 * <p>Hypothesis: the removal finds its element; the offer is accepted only into the room that it made.
 *
 * <p>Fails if the removal moves elements between slots while a producer believes one of them free.
 */
public final class RemoveOfferFull {

    private RemoveOfferFull() {}

    @Outcome(id = "true, true, 23", expect = Expect.ACCEPTABLE, desc = "The offer came second.")
    @Outcome(id = "true, false, 2", expect = Expect.ACCEPTABLE, desc = "The offer came first and found no room.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void removing(LLL_Result r) {
            r.r1 = queue.remove(Integer.valueOf(1));
        }

        void offering(LLL_Result r) {
            r.r2 = queue.offer(3);
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link SpscQueue}, capacity 2, from the middle of a lap. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(Elements.with(Elements.after(3, new SpscQueue<>(2)), 1, 2));
        }

        @Override
        @Actor
        public void removing(LLL_Result r) {
            super.removing(r);
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

    /** {@link MpscQueue}, capacity 2, from the middle of a lap. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(Elements.with(Elements.after(3, new MpscQueue<>(2)), 1, 2));
        }

        @Override
        @Actor
        public void removing(LLL_Result r) {
            super.removing(r);
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

    /** {@link MpmcQueue}, capacity 2, from the middle of a lap. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(Elements.with(Elements.after(3, new MpmcQueue<>(2)), 1, 2));
        }

        @Override
        @Actor
        public void removing(LLL_Result r) {
            super.removing(r);
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
