package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.QueueStats;
import io.ringway.queues.SpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * One thread offers and polls on a ring of one while another asks for the counts.
 *
 * <p>Hypothesis: the counts are never negative and never fall, and the size stays within the capacity.
 *
 * <p>Fails if the counts are made of indices of different instants, or of plain fields that can be torn or read out of
 * order.
 */
public final class StatsBounds {

    private StatsBounds() {}

    @Outcome(id = "ascending", expect = Expect.ACCEPTABLE, desc = "The counts are in order.")
    @Outcome(id = "(?!ascending).*", expect = Expect.FORBIDDEN, desc = "The counts that were not.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;
        private static final int LOOKS = 3;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void moving(L_Result r) {
            for (int i = 0; i < LOOKS; i++) {
                queue.offer(i);
                queue.offer(i);
                queue.poll();
            }
        }

        void looking(L_Result r) {
            r.r1 = "ascending";
            QueueStats before = queue.stats();
            for (int i = 0; i < LOOKS; i++) {
                QueueStats stats = queue.stats();
                if (stats.enqueued() < before.enqueued()
                        || stats.dequeued() < before.dequeued()
                        || stats.rejected() < before.rejected()) {
                    r.r1 = before + " " + stats;
                }
                before = stats;
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
        public void moving(L_Result r) {
            super.moving(r);
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
        public void moving(L_Result r) {
            super.moving(r);
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
        public void moving(L_Result r) {
            super.moving(r);
        }

        @Override
        @Actor
        public void looking(L_Result r) {
            super.looking(r);
        }
    }
}
