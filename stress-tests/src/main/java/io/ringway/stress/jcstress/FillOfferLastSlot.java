package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import java.util.function.Supplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * One producer fills while another offers, and there is room for one.
 *
 * <p>Hypothesis: exactly one is accepted, and the source is asked only for an element that goes in.
 *
 * <p>Fails if fill asks the source before it owns the slot: an element is asked for and lost.
 */
public final class FillOfferLastSlot {

    private FillOfferLastSlot() {}

    @Outcome(id = "1, 2, false, 1", expect = Expect.ACCEPTABLE, desc = "Fill got the slot.")
    @Outcome(id = "0, 1, true, 9", expect = Expect.ACCEPTABLE, desc = "Offer got the slot.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void filling(LLLL_Result r) {
            Supplier<Integer> source = Elements.from(1);
            r.r1 = queue.fill(source, 2);
            r.r2 = source.get();
        }

        void offering(LLLL_Result r) {
            r.r3 = queue.offer(9);
        }

        void rest(LLLL_Result r) {
            r.r4 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(new MpscQueue<>(1));
        }

        @Override
        @Actor
        public void filling(LLLL_Result r) {
            super.filling(r);
        }

        @Override
        @Actor
        public void offering(LLLL_Result r) {
            super.offering(r);
        }

        @Override
        @Arbiter
        public void rest(LLLL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(new MpmcQueue<>(1));
        }

        @Override
        @Actor
        public void filling(LLLL_Result r) {
            super.filling(r);
        }

        @Override
        @Actor
        public void offering(LLLL_Result r) {
            super.offering(r);
        }

        @Override
        @Arbiter
        public void rest(LLLL_Result r) {
            super.rest(r);
        }
    }
}
