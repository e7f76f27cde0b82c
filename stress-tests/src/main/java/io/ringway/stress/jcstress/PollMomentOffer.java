package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import java.util.concurrent.BlockingQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A consumer waits for a moment on an empty queue while a producer offers.
 *
 * <p>Hypothesis: the element is handed over, or it is still there.
 *
 * <p>Fails if a wait that ends by time takes an element with it.
 */
public final class PollMomentOffer {

    private PollMomentOffer() {}

    @Outcome(id = "1, true, -", expect = Expect.ACCEPTABLE, desc = "In time.")
    @Outcome(id = "null, true, 1", expect = Expect.ACCEPTABLE, desc = "Out of time.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> {
        final Q queue;

        Race(Q queue) {
            this.queue = queue;
        }

        void polling(LLL_Result r) {
            r.r1 = Calls.pollForMoment(queue);
        }

        void offering(LLL_Result r) {
            Delay.random();
            r.r2 = queue.offer(1);
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race<MpscQueue<Integer>> {
        public Mpsc() {
            super(new MpscQueue<>(1));
        }

        @Override
        @Actor
        public void polling(LLL_Result r) {
            super.polling(r);
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

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race<MpmcQueue<Integer>> {
        public Mpmc() {
            super(new MpmcQueue<>(1));
        }

        @Override
        @Actor
        public void polling(LLL_Result r) {
            super.polling(r);
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
