package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A producer puts into a full queue while the consumer removes through an iterator.
 *
 * <p>Hypothesis: the producer is woken and its element goes in last.
 *
 * <p>Fails if the iterator's remove frees room without waking producers: it waits on.
 */
public final class PutIteratorRemove {

    private PutIteratorRemove() {}

    @Outcome(id = "done, 1, 23", expect = Expect.ACCEPTABLE, desc = "Woken by the removal.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race<Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> {
        final Q queue;

        Race(Q queue) {
            this.queue = queue;
        }

        void putting(LLL_Result r) {
            r.r1 = Calls.put(queue, 3);
        }

        void removing(LLL_Result r) {
            Delay.random();
            Iterator<Integer> elements = queue.iterator();
            r.r2 = elements.next();
            elements.remove();
        }

        void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }

    /** {@link MpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race<MpscQueue<Integer>> {
        public Mpsc() {
            super(Elements.with(new MpscQueue<>(2), 1, 2));
        }

        @Override
        @Actor
        public void putting(LLL_Result r) {
            super.putting(r);
        }

        @Override
        @Actor
        public void removing(LLL_Result r) {
            super.removing(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race<MpmcQueue<Integer>> {
        public Mpmc() {
            super(Elements.with(new MpmcQueue<>(2), 1, 2));
        }

        @Override
        @Actor
        public void putting(LLL_Result r) {
            super.putting(r);
        }

        @Override
        @Actor
        public void removing(LLL_Result r) {
            super.removing(r);
        }

        @Override
        @Arbiter
        public void rest(LLL_Result r) {
            super.rest(r);
        }
    }
}
