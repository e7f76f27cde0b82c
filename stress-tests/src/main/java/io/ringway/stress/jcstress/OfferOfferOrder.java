package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Two producers offer two elements each.
 *
 * <p>Hypothesis: each producer's elements keep their order.
 *
 * <p>Fails if a slot is published before the slots ahead of it may be taken into account, or an element is written to a
 * slot claimed earlier.
 */
public final class OfferOfferOrder {

    private OfferOfferOrder() {}

    @Outcome(id = "in order", expect = Expect.ACCEPTABLE, desc = "1 comes before 2, and 3 before 4.")
    @Outcome(
            id = {"1.*", "2.*", "3.*", "4.*", "-"},
            expect = Expect.FORBIDDEN,
            desc = "Out of order, or one is missing.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void first(L_Result r) {
            queue.offer(1);
            queue.offer(2);
        }

        void second(L_Result r) {
            queue.offer(3);
            queue.offer(4);
        }

        void rest(L_Result r) {
            String rest = Elements.rest(queue);
            boolean inOrder = rest.length() == 4
                    && rest.indexOf('1') < rest.indexOf('2')
                    && rest.indexOf('3') < rest.indexOf('4');
            r.r1 = inOrder ? "in order" : rest;
        }
    }

    /** {@link MpscQueue}, capacity 4. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(new MpscQueue<>(4));
        }

        @Override
        @Actor
        public void first(L_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(L_Result r) {
            super.second(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 4. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(new MpmcQueue<>(4));
        }

        @Override
        @Actor
        public void first(L_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(L_Result r) {
            super.second(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }
}
