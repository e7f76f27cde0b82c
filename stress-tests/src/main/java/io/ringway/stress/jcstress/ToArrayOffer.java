package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.SpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The consumer makes an array of the queue while a producer offers two elements.
 *
 * <p>Hypothesis: the array holds what was in the queue at some instant: a prefix of what comes.
 *
 * <p>Fails if the scan goes up to an index behind which a slot is still empty: it finds a gap, or fails.
 */
public final class ToArrayOffer {

    private ToArrayOffer() {}

    @Outcome(id = "1, 123", expect = Expect.ACCEPTABLE, desc = "Before.")
    @Outcome(id = "12, 123", expect = Expect.ACCEPTABLE, desc = "In between.")
    @Outcome(id = "123, 123", expect = Expect.ACCEPTABLE, desc = "After.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void copying(LL_Result r) {
            r.r1 = Elements.written(queue.toArray());
        }

        void offering(LL_Result r) {
            queue.offer(2);
            queue.offer(3);
        }

        void rest(LL_Result r) {
            r.r2 = Elements.rest(queue);
        }
    }

    /** {@link SpscQueue}, capacity 4. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(Elements.with(new SpscQueue<>(4), 1));
        }

        @Override
        @Actor
        public void copying(LL_Result r) {
            super.copying(r);
        }

        @Override
        @Actor
        public void offering(LL_Result r) {
            super.offering(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpscQueue}, capacity 4. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(Elements.with(new MpscQueue<>(4), 1));
        }

        @Override
        @Actor
        public void copying(LL_Result r) {
            super.copying(r);
        }

        @Override
        @Actor
        public void offering(LL_Result r) {
            super.offering(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 4. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(4), 1));
        }

        @Override
        @Actor
        public void copying(LL_Result r) {
            super.copying(r);
        }

        @Override
        @Actor
        public void offering(LL_Result r) {
            super.offering(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
