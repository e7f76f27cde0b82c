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
 * A consumer takes from an empty queue while a producer fills.
 *
 * <p>Hypothesis: the consumer is woken and gets the first element.
 *
 * <p>Fails if fill publishes elements without waking consumers: it waits on.
 */
public final class TakeFill {

    private TakeFill() {}

    @Outcome(id = "1, 2, 2", expect = Expect.ACCEPTABLE, desc = "Woken by fill.")
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

        void filling(LLL_Result r) {
            Delay.random();
            r.r2 = queue.fill(Elements.from(1), 2);
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race<MpscQueue<Integer>> {
        public Mpsc() {
            super(new MpscQueue<>(2));
        }

        @Override
        @Actor
        public void taking(LLL_Result r) {
            super.taking(r);
        }

        @Override
        @Actor
        public void filling(LLL_Result r) {
            super.filling(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race<MpmcQueue<Integer>> {
        public Mpmc() {
            super(new MpmcQueue<>(2));
        }

        @Override
        @Actor
        public void taking(LLL_Result r) {
            super.taking(r);
        }

        @Override
        @Actor
        public void filling(LLL_Result r) {
            super.filling(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
