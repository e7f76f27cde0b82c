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
 * A producer fills while a consumer polls.
 *
 * <p>Hypothesis: the consumer gets the first element or null; the rest is there, in order.
 *
 * <p>Fails if a run of slots is published from its end, or the index before the elements.
 */
public final class FillPoll {

    private FillPoll() {}

    @Outcome(id = "2, null, 12", expect = Expect.ACCEPTABLE, desc = "Poll came first.")
    @Outcome(id = "2, 1, 2", expect = Expect.ACCEPTABLE, desc = "Poll got the first.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void producer(LLL_Result r) {
            r.r1 = queue.fill(Elements.from(1), 2);
        }

        void consumer(LLL_Result r) {
            r.r2 = queue.poll();
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link SpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(new SpscQueue<>(2));
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

    /** {@link SpscQueue}, capacity 2, from the middle of a lap. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class SpscWrapped extends Race {
        public SpscWrapped() {
            super(Elements.after(3, new SpscQueue<>(2)));
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
    public static class MpscWrapped extends Race {
        public MpscWrapped() {
            super(Elements.after(3, new MpscQueue<>(2)));
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
    public static class MpmcWrapped extends Race {
        public MpmcWrapped() {
            super(Elements.after(3, new MpmcQueue<>(2)));
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
