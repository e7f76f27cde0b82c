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
 * A producer writes a plain field of an element and offers it; the consumer finds it by an iterator and reads the
 * field.
 *
 * <p>Hypothesis: who gets the element sees its field as it was written before.
 *
 * <p>Fails if the element becomes visible by a plain write, or is read by a plain read where the machine may reorder
 * it: the field may read 0. x86 keeps stores and loads in order, so there only a compiler can show it.
 */
public final class PublishIterator {

    private PublishIterator() {}

    @Outcome(id = "null", expect = Expect.ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "The field was seen as written.")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The element came without its field.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Payload> queue;

        Race(BoundedQueue<Payload> queue) {
            this.queue = queue;
        }

        void producer(L_Result r) {
            queue.offer(Payload.written());
        }

        void consumer(L_Result r) {
            for (Payload payload : queue) {
                r.r1 = Payload.read(payload);
            }
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
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
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
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
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
        public void producer(L_Result r) {
            super.producer(r);
        }

        @Override
        @Actor
        public void consumer(L_Result r) {
            super.consumer(r);
        }
    }
}
