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
 * Two producers fill, and there is room for three of their four elements.
 *
 * <p>Hypothesis: exactly three are accepted, and each producer's elements keep their order.
 *
 * <p>Fails if room is judged once for a run of slots that another producer may also claim.
 */
public final class FillFill {

    private FillFill() {}

    @Outcome(
            id = {"2, 1, 125", "2, 1, 152", "2, 1, 512"},
            expect = Expect.ACCEPTABLE,
            desc = "The first got two in.")
    @Outcome(
            id = {"1, 2, 156", "1, 2, 516", "1, 2, 561"},
            expect = Expect.ACCEPTABLE,
            desc = "The second got two in.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void first(LLL_Result r) {
            r.r1 = queue.fill(Elements.from(1), 2);
        }

        void second(LLL_Result r) {
            r.r2 = queue.fill(Elements.from(5), 2);
        }

        void rest(LLL_Result r) {
            queue.poll();
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 4, one taken. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(Elements.with(new MpscQueue<>(4), 0));
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

    /** {@link MpmcQueue}, capacity 4, one taken. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(4), 0));
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
