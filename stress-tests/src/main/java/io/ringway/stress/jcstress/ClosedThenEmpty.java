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
 * The producer offers and then closes; the consumer asks whether the queue is closed and then polls.
 *
 * <p>Hypothesis: once closed was seen, the element is there to be polled: null would mean the end.
 *
 * <p>Fails if the close is published before the element that was accepted before it.
 */
public final class ClosedThenEmpty {

    private ClosedThenEmpty() {}

    @Outcome(
            id = {"open, -", "open, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "The close was not yet seen.")
    @Outcome(id = "1, -", expect = Expect.ACCEPTABLE, desc = "Closed, and the element was found.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void producer(LL_Result r) {
            queue.offer(1);
            queue.close();
        }

        void consumer(LL_Result r) {
            r.r1 = queue.isClosed() ? queue.poll() : "open";
        }

        void rest(LL_Result r) {
            r.r2 = Elements.rest(queue);
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
        public void producer(LL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LL_Result r) {
            super.consumer(r);
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
    public static class Mpsc extends Race {
        public Mpsc() {
            super(new MpscQueue<>(2));
        }

        @Override
        @Actor
        public void producer(LL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LL_Result r) {
            super.consumer(r);
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
    public static class Mpmc extends Race {
        public Mpmc() {
            super(new MpmcQueue<>(2));
        }

        @Override
        @Actor
        public void producer(LL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LL_Result r) {
            super.consumer(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
