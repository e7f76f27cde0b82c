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
 * A producer offers and closes while a consumer waits to take.
 *
 * <p>Hypothesis: the consumer gets the element: the close comes behind it.
 *
 * <p>Fails if the wake-up by close makes the consumer give up without another look at the queue.
 */
public final class OfferCloseTake {

    private OfferCloseTake() {}

    @Outcome(id = "1, true, -", expect = Expect.ACCEPTABLE, desc = "The element was taken.")
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

        void closing(LLL_Result r) {
            Delay.random();
            r.r2 = queue.offer(1);
            queue.close();
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
        public void closing(LLL_Result r) {
            super.closing(r);
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
        public void closing(LLL_Result r) {
            super.closing(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
