package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.SpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A producer offers and a consumer polls, and each asks for the size in between.
 *
 * <p>Hypothesis: the size never leaves the range from 0 to the capacity, whoever asks.
 *
 * <p>Fails if an operation under way counts twice, or not at all, in the difference of the indices.
 */
public final class SizeOfTwoSides {

    private SizeOfTwoSides() {}

    @Outcome(id = "in range, in range", expect = Expect.ACCEPTABLE, desc = "Both stay in the range.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;
        private static final int LOOKS = 4;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void producer(LL_Result r) {
            r.r1 = "in range";
            for (int i = 0; i < LOOKS; i++) {
                queue.offer(i);
                int size = queue.size();
                if (size < 0 || size > queue.capacity()) {
                    r.r1 = size;
                }
            }
        }

        void consumer(LL_Result r) {
            r.r2 = "in range";
            for (int i = 0; i < LOOKS; i++) {
                queue.poll();
                int size = queue.size();
                if (size < 0 || size > queue.capacity()) {
                    r.r2 = size;
                }
            }
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
        public void producer(LL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LL_Result r) {
            super.consumer(r);
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
        public void producer(LL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LL_Result r) {
            super.consumer(r);
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
        public void producer(LL_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(LL_Result r) {
            super.consumer(r);
        }
    }
}
