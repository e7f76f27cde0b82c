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
 * A producer fills a queue of two that holds one while a consumer drains.
 *
 * <p>Hypothesis: what was filled comes out once, in order, behind what was there.
 *
 * <p>Fails if the drain passes a slot that is claimed and not written, or fill counts a slot free that is still being
 * read.
 */
public final class FillDrain {

    private FillDrain() {}

    @Outcome(
            id = {"1, 12", "2, 123", "3, 1234"},
            expect = Expect.ACCEPTABLE,
            desc = "All that was accepted came out, in order.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;
        private final StringBuilder drained = new StringBuilder();

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void producer(LL_Result r) {
            r.r1 = queue.fill(Elements.from(2), 3);
        }

        void consumer(LL_Result r) {
            queue.drain(Elements.into(drained), 4);
        }

        void rest(LL_Result r) {
            drained.append(Elements.rest(queue).replace("-", ""));
            r.r2 = drained.toString();
        }
    }

    /** {@link SpscQueue}, capacity 2, from the middle of a lap. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(Elements.with(Elements.after(3, new SpscQueue<>(2)), 1));
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

    /** {@link MpscQueue}, capacity 2, from the middle of a lap. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(Elements.with(Elements.after(3, new MpscQueue<>(2)), 1));
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

    /** {@link MpmcQueue}, capacity 2, from the middle of a lap. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(Elements.with(Elements.after(3, new MpmcQueue<>(2)), 1));
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
