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
 * One thread removes the only element as an object while another polls.
 *
 * <p>Hypothesis: exactly one of them gets it.
 *
 * <p>Fails if the scan finds an element that a consumer takes at the same time.
 */
public final class RemoveOnlyPoll {

    private RemoveOnlyPoll() {}

    /** {@link MpmcQueue}, capacity 1, after three laps. */
    @JCStressTest
    @Outcome(id = "true, null, -", expect = Expect.ACCEPTABLE, desc = "The removal came first.")
    @Outcome(id = "false, 1, -", expect = Expect.ACCEPTABLE, desc = "Poll came first.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(Elements.after(3, new MpmcQueue<>(1)), 1);

        @Actor
        public void removing(LLL_Result r) {
            r.r1 = queue.remove(Integer.valueOf(1));
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
