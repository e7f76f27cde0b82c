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
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * As {@link OfferPollFull}, where the head and the tail are different slots.
 *
 * <p>Hypothesis: the consumer gets the head; the producer's element goes behind the other.
 *
 * <p>Fails if the slot of the tail is taken for free one lap too early.
 */
public final class OfferPollFullOfTwo {

    private OfferPollFullOfTwo() {}

    @Outcome(id = "true, 1, 23", expect = Expect.ACCEPTABLE, desc = "The producer came second and got the free slot.")
    @Outcome(id = "false, 1, 2", expect = Expect.ACCEPTABLE, desc = "The producer came first and found no room.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void producer(LLL_Result r) {
            r.r1 = queue.offer(3);
        }

        void consumer(LLL_Result r) {
            r.r2 = queue.poll();
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link SpscQueue}, capacity 2, from the middle of a lap. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(Elements.with(Elements.after(3, new SpscQueue<>(2)), 1, 2));
        }

        @Override
        @Actor
        public void producer(LLL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LLL_Result r) {
            super.consumer(r);
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
    public static class Mpsc extends Race {
        public Mpsc() {
            super(Elements.with(Elements.after(3, new MpscQueue<>(2)), 1, 2));
        }

        @Override
        @Actor
        public void producer(LLL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LLL_Result r) {
            super.consumer(r);
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
    public static class Mpmc extends Race {
        public Mpmc() {
            super(Elements.with(Elements.after(3, new MpmcQueue<>(2)), 1, 2));
        }

        @Override
        @Actor
        public void producer(LLL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LLL_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
