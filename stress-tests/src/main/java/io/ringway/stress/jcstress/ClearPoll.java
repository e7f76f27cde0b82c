package io.ringway.stress.jcstress;

import io.ringway.queues.MpmcQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * One consumer clears while another polls.
 *
 * <p>Hypothesis: poll gets an element at most once and in order, and nothing stays.
 *
 * <p>Fails if clear empties a slot that a consumer has claimed, which then gets null or waits for ever.
 */
public final class ClearPoll {

    private ClearPoll() {}

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @Outcome(id = "1, -", expect = Expect.ACCEPTABLE, desc = "Poll came first.")
    @Outcome(id = "2, -", expect = Expect.ACCEPTABLE, desc = "Poll came in between.")
    @Outcome(id = "null, -", expect = Expect.ACCEPTABLE, desc = "Clear came first.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(2), 1, 2);

        @Actor
        public void polling(LL_Result r) {
            r.r1 = queue.poll();
        }

        @Actor
        public void clearing(LL_Result r) {
            queue.clear();
        }

        @Arbiter
        public void rest(LL_Result r) {
            r.r2 = Elements.rest(queue);
        }
    }
}
