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
 * One thread removes the element behind the head while another polls.
 *
 * <p>Hypothesis: both get theirs.
 *
 * <p>Fails if poll skips the head, or finds nothing, while the scan runs; or the removal misses an element that moved.
 */
public final class RemoveLastPoll {

    private RemoveLastPoll() {}

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @Outcome(id = "true, 1, -", expect = Expect.ACCEPTABLE, desc = "Each got its own.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(2), 1, 2);

        @Actor
        public void removing(LLL_Result r) {
            r.r1 = queue.remove(Integer.valueOf(2));
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
