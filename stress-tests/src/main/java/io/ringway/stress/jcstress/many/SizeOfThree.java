package io.ringway.stress.jcstress.many;

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
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A producer offers and a consumer polls on a ring of one while a third thread asks for the size.
 *
 * <p>Hypothesis: the size never leaves the range from 0 to the capacity.
 *
 * <p>Fails if the two indices are read at two instants and subtracted as they are.
 */
public final class SizeOfThree {

    private SizeOfThree() {}

    @Outcome(id = "in range", expect = Expect.ACCEPTABLE, desc = "It stays in the range.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;
        private static final int LOOKS = 4;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void producer(L_Result r) {
            for (int i = 0; i < LOOKS; i++) {
                queue.offer(i);
            }
        }

        void consumer(L_Result r) {
            for (int i = 0; i < LOOKS; i++) {
                queue.poll();
            }
        }

        void looking(L_Result r) {
            r.r1 = "in range";
            for (int i = 0; i < LOOKS; i++) {
                int size = queue.size();
                if (size < 0 || size > queue.capacity()) {
                    r.r1 = size;
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
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Actor
        public void looking(L_Result r) {
            super.looking(r);
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
        @Actor
        public void looking(L_Result r) {
            super.looking(r);
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
        @Actor
        public void looking(L_Result r) {
            super.looking(r);
        }
    }
}
