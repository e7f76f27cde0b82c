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
 * A producer waits to put, and is interrupted just after room was made.
 *
 * <p>Hypothesis: the element goes in, or the exception comes and it isn't there.
 *
 * <p>Fails if an interrupted wait has claimed a slot already: the queue is stuck or the element comes twice.
 */
public final class InterruptPut {

    private InterruptPut() {}

    @Outcome(id = "done, 1, 2", expect = Expect.ACCEPTABLE, desc = "The room came first.")
    @Outcome(id = "interrupted, 1, -", expect = Expect.ACCEPTABLE, desc = "The interrupt came first.")
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

        void putting(LLL_Result r) {
            r.r1 = waited(() -> Calls.put(queue, 2));
        }

        void interrupting(LLL_Result r) {
            Delay.random();
            r.r2 = queue.poll();
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
            super(Elements.with(new MpscQueue<>(1), 1));
        }

        @Override
        @Actor
        public void putting(LLL_Result r) {
            super.putting(r);
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
            super(Elements.with(new MpmcQueue<>(1), 1));
        }

        @Override
        @Actor
        public void putting(LLL_Result r) {
            super.putting(r);
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
