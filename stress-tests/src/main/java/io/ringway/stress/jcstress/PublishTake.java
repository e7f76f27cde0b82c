package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import java.util.concurrent.BlockingQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A producer writes a plain field of an element and puts it; the consumer takes it, parked or not, and reads the field.
 *
 * <p>Hypothesis: who gets the element sees its field as it was written before.
 *
 * <p>Fails if the element becomes visible by a plain write, or is read by a plain read where the machine may reorder
 * it: the field may read 0. x86 keeps stores and loads in order, so there only a compiler can show it.
 */
public final class PublishTake {

    private PublishTake() {}

    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "The field was seen as written.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Payload> & BlockingQueue<Payload>> {
        final Q queue;

        Race(Q queue) {
            this.queue = queue;
        }

        void producer(L_Result r) {
            Delay.random();
            Calls.put(queue, Payload.written());
        }

        void consumer(L_Result r) {
            r.r1 = Payload.read(Calls.take(queue));
        }
    }

    /** {@link MpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race<MpscQueue<Payload>> {
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
    }

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race<MpmcQueue<Payload>> {
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
    }
}
