package io.ringway.stress.jcstress;

import io.ringway.queues.MpmcQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * One thread peeks while another replaces the only element of a full ring.
 *
 * <p>Hypothesis: peek sees the old element, none, or the new one: what was the head at some instant.
 *
 * <p>Fails if peek pairs an old index with a slot of the next lap.
 */
public final class PeekReplace {

    private PeekReplace() {}

    /** {@link MpmcQueue}, capacity 1, after three laps. */
    @JCStressTest
    @Outcome(id = "1, true, 2", expect = Expect.ACCEPTABLE, desc = "Peek saw the old head.")
    @Outcome(id = "null, true, 2", expect = Expect.ACCEPTABLE, desc = "Peek came in between.")
    @Outcome(id = "2, true, 2", expect = Expect.ACCEPTABLE, desc = "Peek saw the new head.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(Elements.after(3, new MpmcQueue<>(1)), 1);

        @Actor
        public void peeking(LLL_Result r) {
            r.r1 = queue.peek();
        }

        @Actor
        public void replacing(LLL_Result r) {
            queue.poll();
            r.r2 = queue.offer(2);
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }
}
