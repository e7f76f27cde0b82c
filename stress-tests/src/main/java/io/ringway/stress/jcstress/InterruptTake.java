package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A consumer waits to take, and is interrupted just after an element was offered.
 *
 * <p>Hypothesis: the consumer gets the element, or the exception, and then the element is still there.
 *
 * <p>Fails if an interrupted wait throws away what it was handed, or returns the element and leaves it in the queue.
 */
public final class InterruptTake {

    private InterruptTake() {}

    @Outcome(id = "1, true, -", expect = Expect.ACCEPTABLE, desc = "The element came first.")
    @Outcome(id = "interrupted, true, 1", expect = Expect.ACCEPTABLE, desc = "The interrupt came first.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> {
        final Q queue;
        private volatile Thread waiting;
        private volatile boolean interrupted;

        /** Ends the wait and makes sure that the interrupt hits no later call. */
        Object waited(Supplier<Object> call) {
            waiting = Thread.currentThread();
            Object result = call.get();
            while (!interrupted) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
            return result;
        }

        void interrupt() {
            while (waiting == null) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            interrupted = true;
        }

        Race(Q queue) {
            this.queue = queue;
        }

        void taking(LLL_Result r) {
            r.r1 = waited(() -> Calls.take(queue));
        }

        void interrupting(LLL_Result r) {
            Delay.random();
            r.r2 = queue.offer(1);
            interrupt();
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race<MpscQueue<Integer>> {
        public Mpsc() {
            super(new MpscQueue<>(1));
        }

        @Override
        @Actor
        public void taking(LLL_Result r) {
            super.taking(r);
        }

        @Override
        @Actor
        public void interrupting(LLL_Result r) {
            super.interrupting(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race<MpmcQueue<Integer>> {
        public Mpmc() {
            super(new MpmcQueue<>(1));
        }

        @Override
        @Actor
        public void taking(LLL_Result r) {
            super.taking(r);
        }

        @Override
        @Actor
        public void interrupting(LLL_Result r) {
            super.interrupting(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
