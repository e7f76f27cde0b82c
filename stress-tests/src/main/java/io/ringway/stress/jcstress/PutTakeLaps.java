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
 * A producer puts and a consumer takes through several laps of a tiny ring, each waiting for the other in turn.
 *
 * <p>Hypothesis: all elements arrive in order, and both end.
 *
 * <p>Fails if a wake-up is lost in one of the many ways: each side registers, looks again and parks while the other
 * checks for waiters.
 */
public final class PutTakeLaps {

    private PutTakeLaps() {}

    @Outcome(id = "12345678, -", expect = Expect.ACCEPTABLE, desc = "All arrived.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> {
        final Q queue;
        private static final int ELEMENTS = 8;

        Race(Q queue) {
            this.queue = queue;
        }

        void putting(LL_Result r) {
            for (int element = 1; element <= ELEMENTS; element++) {
                Calls.put(queue, element);
            }
        }

        void taking(LL_Result r) {
            StringBuilder taken = new StringBuilder();
            for (int i = 0; i < ELEMENTS; i++) {
                taken.append(Calls.take(queue));
            }
            r.r1 = taken.toString();
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
        public void putting(LL_Result r) {
            super.putting(r);
        }

        @Override
        @Actor
        public void taking(LL_Result r) {
            super.taking(r);
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
        public void putting(LL_Result r) {
            super.putting(r);
        }

        @Override
        @Actor
        public void taking(LL_Result r) {
            super.taking(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpscOfTwo extends Race<MpscQueue<Integer>> {
        public MpscOfTwo() {
            super(new MpscQueue<>(2));
        }

        @Override
        @Actor
        public void putting(LL_Result r) {
            super.putting(r);
        }

        @Override
        @Actor
        public void taking(LL_Result r) {
            super.taking(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpmcOfTwo extends Race<MpmcQueue<Integer>> {
        public MpmcOfTwo() {
            super(new MpmcQueue<>(2));
        }

        @Override
        @Actor
        public void putting(LL_Result r) {
            super.putting(r);
        }

        @Override
        @Actor
        public void taking(LL_Result r) {
            super.taking(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
