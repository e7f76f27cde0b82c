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
 * Two threads remove different elements.
 *
 * <p>Hypothesis: both are told that they did, and the others stay.
 *
 * <p>Fails if one scan closes a gap while the other's position moves.
 */
public final class RemoveRemoveOther {

    private RemoveRemoveOther() {}

    /** {@link MpmcQueue}, capacity 4. */
    @JCStressTest
    @Outcome(id = "true, true, 2", expect = Expect.ACCEPTABLE, desc = "Both are gone.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(4), 1, 2, 3);

        @Actor
        public void first(LLL_Result r) {
            r.r1 = queue.remove(Integer.valueOf(1));
        }

        @Actor
        public void second(LLL_Result r) {
            r.r2 = queue.remove(Integer.valueOf(3));
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }
}
