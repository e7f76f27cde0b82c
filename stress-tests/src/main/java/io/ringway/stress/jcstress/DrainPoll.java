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
 * One consumer drains while another polls.
 *
 * <p>Hypothesis: each element goes to exactly one of them.
 *
 * <p>Fails if drain reads a run of slots before it has claimed them.
 */
public final class DrainPoll {

    private DrainPoll() {}

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @Outcome(id = "12, null, -", expect = Expect.ACCEPTABLE, desc = "Drain took both.")
    @Outcome(id = "2, 1, -", expect = Expect.ACCEPTABLE, desc = "Poll got the first.")
    @Outcome(id = "1, 2, -", expect = Expect.ACCEPTABLE, desc = "Poll got the second.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(2), 1, 2);

        @Actor
        public void draining(LLL_Result r) {
            StringBuilder drained = new StringBuilder();
            queue.drain(Elements.into(drained), 4);
            r.r1 = Elements.written(drained);
        }

        @Actor
        public void polling(LLL_Result r) {
            r.r2 = queue.poll();
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }
}
