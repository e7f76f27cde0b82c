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
 * A consumer takes from an empty queue while a producer offers.
 *
 * <p>Hypothesis: the consumer is woken and gets the element.
 *
 * <p>Fails if the consumer parks without looking for an element again after it has registered, or offer misses the
 * registration: it waits on.
 */
public final class TakeOffer {

    private TakeOffer() {}

    @Outcome(id = "1, true, -", expect = Expect.ACCEPTABLE, desc = "Woken by offer.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> {
        final Q queue;

        Race(Q queue) {
            this.queue = queue;
        }

        void taking(LLL_Result r) {
            r.r1 = Calls.take(queue);
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
        public void taking(LLL_Result r) {
            super.taking(r);
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
        public void taking(LLL_Result r) {
            super.taking(r);
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
