package io.ringway.stress.jcstress.many;

import io.ringway.queues.MpmcQueue;
import io.ringway.stress.jcstress.Elements;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * A producer offers while two consumers poll an empty queue.
 *
 * <p>Hypothesis: at most one consumer gets the element; if none, it is there.
 *
 * <p>Fails if the head is read and moved in two steps.
 */
public final class OfferPollPoll {

    private OfferPollPoll() {}

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @Outcome(id = "true, 1, null, -", expect = Expect.ACCEPTABLE, desc = "The first consumer got it.")
    @Outcome(id = "true, null, 1, -", expect = Expect.ACCEPTABLE, desc = "The second consumer got it.")
    @Outcome(id = "true, null, null, 1", expect = Expect.ACCEPTABLE, desc = "Both came too early.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = new MpmcQueue<>(1);

        @Actor
        public void producer(LLLL_Result r) {
            r.r1 = queue.offer(1);
        }

        @Actor
        public void first(LLLL_Result r) {
            r.r2 = queue.poll();
        }

        @Actor
        public void second(LLLL_Result r) {
            r.r3 = queue.poll();
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r4 = Elements.rest(queue);
        }
    }
}
