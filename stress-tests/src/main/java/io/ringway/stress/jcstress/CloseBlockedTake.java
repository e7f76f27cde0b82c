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
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * One thread closes an empty queue in which another waits to take.
 *
 * <p>Hypothesis: the waiting thread ends with the exception.
 *
 * <p>Fails if close doesn't wake consumers, or a consumer parks without looking for the close again: it waits on.
 */
public final class CloseBlockedTake {

    private CloseBlockedTake() {}

    @Outcome(id = "closed, -", expect = Expect.ACCEPTABLE, desc = "Woken by the close.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> {
        final Q queue;

        Race(Q queue) {
            this.queue = queue;
        }

        void taking(LL_Result r) {
            r.r1 = Calls.take(queue);
        }

        void closing(LL_Result r) {
            Delay.random();
            queue.close();
        }

        void rest(LL_Result r) {
            r.r2 = Elements.rest(queue);
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
        public void taking(LL_Result r) {
            super.taking(r);
        }

        @Override
        @Actor
        public void closing(LL_Result r) {
            super.closing(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
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
        public void taking(LL_Result r) {
            super.taking(r);
        }

        @Override
        @Actor
        public void closing(LL_Result r) {
            super.closing(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
