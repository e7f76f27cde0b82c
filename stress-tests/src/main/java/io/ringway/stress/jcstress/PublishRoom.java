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
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The consumer writes a plain field and polls a full queue; the producer offers, and reads the field if there was room.
 *
 * <p>Hypothesis: who got the slot that a consumer freed sees what that consumer wrote before.
 *
 * <p>Fails if the slot is freed by a plain write, or found free by a plain read. x86 keeps stores and loads in order,
 * so there only a compiler can show it.
 */
public final class PublishRoom {

    private PublishRoom() {}

    @Outcome(id = "full", expect = Expect.ACCEPTABLE, desc = "No room yet.")
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "The field was seen as written.")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "Room, without the field.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;
        private int field;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void consumer(L_Result r) {
            field = 7;
            queue.poll();
        }

        void producer(L_Result r) {
            r.r1 = queue.offer(2) ? (Object) field : "full";
        }
    }

    /** {@link SpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(Elements.with(new SpscQueue<>(1), 1));
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }
    }

    /** {@link MpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(Elements.with(new MpscQueue<>(1), 1));
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }
    }

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(1), 1));
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }

        @Override
        @Actor
        public void producer(L_Result r) {
            super.producer(r);
        }
    }
}
