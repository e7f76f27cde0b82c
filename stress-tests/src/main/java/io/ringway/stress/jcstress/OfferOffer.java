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
 * Two producers offer at once, and there is room for both.
 *
 * <p>Hypothesis: both elements are accepted and both are in the queue, in either order.
 *
 * <p>Fails if a producer writes its slot after reading the index without winning it by compare-and-set: one element
 * overwrites the other.
 */
public final class OfferOffer {

    private OfferOffer() {}

    @Outcome(
            id = {"true, true, 12", "true, true, 21"},
            expect = Expect.ACCEPTABLE,
            desc = "Both are in the queue.")
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

    /** {@link MpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(new MpscQueue<>(2));
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

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(new MpmcQueue<>(2));
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

    /** {@link MpscQueue}, capacity 2, from the middle of a lap. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpscWrapped extends Race {
        public MpscWrapped() {
            super(Elements.after(3, new MpscQueue<>(2)));
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
            super(Elements.after(3, new MpmcQueue<>(2)));
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
