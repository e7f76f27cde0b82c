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
 * The producer offers and then closes; another thread asks whether the queue is closed and then whether it is empty.
 *
 * <p>Hypothesis: once closed was seen, the queue isn't empty.
 *
 * <p>Fails if isEmpty reads the indices in an order, or with an ordering, that lets it miss an element accepted before
 * the close.
 */
public final class ClosedThenIsEmpty {

    private ClosedThenIsEmpty() {}

    @Outcome(id = "open, 1", expect = Expect.ACCEPTABLE, desc = "The close was not yet seen.")
    @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "Closed, and not empty.")
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

        void asking(LL_Result r) {
            r.r1 = queue.isClosed() ? queue.isEmpty() : "open";
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
        public void asking(LL_Result r) {
            super.asking(r);
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
        public void asking(LL_Result r) {
            super.asking(r);
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
        public void asking(LL_Result r) {
            super.asking(r);
        }

        @Override
        @Arbiter
        public void rest(LL_Result r) {
            super.rest(r);
        }
    }
}
