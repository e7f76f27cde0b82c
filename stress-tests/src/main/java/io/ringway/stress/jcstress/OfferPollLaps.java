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
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A producer and a consumer go through several laps of a tiny ring, full and empty in turn.
 *
 * <p>Hypothesis: what was accepted comes out once, in order.
 *
 * <p>Fails if a slot's lap is not part of its state: an element of the lap before is seen again, or one is overwritten.
 */
public final class OfferPollLaps {

    private OfferPollLaps() {}

    @Outcome(id = "in order", expect = Expect.ACCEPTABLE, desc = "All that was accepted came out, in order.")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Accepted elements, then those that came out.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;
        private static final int OFFERS = 9;

        private final StringBuilder accepted = new StringBuilder();
        private final StringBuilder removed = new StringBuilder();

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void producer(L_Result r) {
            for (int element = 1; element <= OFFERS; element++) {
                if (queue.offer(element)) {
                    accepted.append(element);
                }
            }
        }

        void consumer(L_Result r) {
            for (int i = 0; i < OFFERS; i++) {
                Integer element = queue.poll();
                if (element != null) {
                    removed.append(element);
                }
            }
        }

        void rest(L_Result r) {
            for (Integer element = queue.poll(); element != null; element = queue.poll()) {
                removed.append(element);
            }
            r.r1 = accepted.toString().contentEquals(removed) ? "in order" : accepted + ", " + removed;
        }
    }

    /** {@link SpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(new SpscQueue<>(1));
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
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
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
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
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** {@link SpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class SpscOfTwo extends Race {
        public SpscOfTwo() {
            super(new SpscQueue<>(2));
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpscOfTwo extends Race {
        public MpscOfTwo() {
            super(new MpscQueue<>(2));
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpmcOfTwo extends Race {
        public MpmcOfTwo() {
            super(new MpmcQueue<>(2));
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** {@link SpscQueue}, capacity 4, the least with a look-ahead. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class SpscOfFour extends Race {
        public SpscOfFour() {
            super(new SpscQueue<>(4));
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }
}
