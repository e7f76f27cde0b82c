package io.ringway.stress.jcstress;

import io.ringway.queues.ConcurrentPriorityQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A producer writes a plain field of an element and offers it; the consumer polls it and reads the field.
 *
 * <p>Hypothesis: who gets the element sees its field as it was written before.
 *
 * <p>Fails if the word is stored or read plainly where the machine may reorder: the field may read 0. x86 keeps stores
 * and loads in order, so there only a compiler can show it.
 */
public final class PriorityPublish {

    private PriorityPublish() {}

    @Outcome(id = "null", expect = Expect.ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "The field was seen as written.")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The element came without its field.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final ConcurrentPriorityQueue<Payload> queue;

        Race(ConcurrentPriorityQueue<Payload> queue) {
            this.queue = queue;
        }

        void producer(L_Result r) {
            queue.offer(Payload.written(), 1);
        }

        void consumer(L_Result r) {
            r.r1 = Payload.read(queue.poll());
        }
    }

    /** {@link ConcurrentPriorityQueue} of two levels, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Levels extends Race {
        public Levels() {
            super(new ConcurrentPriorityQueue<>(2, 2));
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

    /** {@link ConcurrentPriorityQueue} of any priority, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class AnyPriority extends Race {
        public AnyPriority() {
            super(new ConcurrentPriorityQueue<>(2));
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
