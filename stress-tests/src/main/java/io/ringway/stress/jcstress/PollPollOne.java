package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Two consumers poll a queue with one element.
 *
 * <p>Hypothesis: exactly one gets it.
 *
 * <p>Fails if the head is read and moved in two steps: both get it, or an element comes out that never was.
 */
public final class PollPollOne {

    private PollPollOne() {}

    @Outcome(id = "1, null, -", expect = Expect.ACCEPTABLE, desc = "The first got it.")
    @Outcome(id = "null, 1, -", expect = Expect.ACCEPTABLE, desc = "The second got it.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void first(LLL_Result r) {
            r.r1 = queue.poll();
        }

        void second(LLL_Result r) {
            r.r2 = queue.poll();
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
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

    /** {@link MpmcQueue}, capacity 2, from the middle of a lap. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpmcWrapped extends Race {
        public MpmcWrapped() {
            super(Elements.with(Elements.after(3, new MpmcQueue<>(2)), 1));
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
