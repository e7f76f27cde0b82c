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
 * Two consumers poll a queue with two elements.
 *
 * <p>Hypothesis: each gets one; neither gets null.
 *
 * <p>Fails if a consumer that loses the race for the head gives up, or takes the slot of the other.
 */
public final class PollPollTwo {

    private PollPollTwo() {}

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @Outcome(id = "1, 2, -", expect = Expect.ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "2, 1, -", expect = Expect.ACCEPTABLE, desc = "The second came first.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(2), 1, 2);

        @Actor
        public void first(LLL_Result r) {
            r.r1 = queue.poll();
        }

        @Actor
        public void second(LLL_Result r) {
            r.r2 = queue.poll();
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }
}
