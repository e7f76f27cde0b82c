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
 * Two threads remove the same element.
 *
 * <p>Hypothesis: exactly one is told that it did.
 *
 * <p>Fails if finding and unlinking are two steps.
 */
public final class RemoveRemove {

    private RemoveRemove() {}

    /** {@link MpmcQueue}, capacity 4. */
    @JCStressTest
    @Outcome(id = "true, false, 13", expect = Expect.ACCEPTABLE, desc = "The first removed it.")
    @Outcome(id = "false, true, 13", expect = Expect.ACCEPTABLE, desc = "The second removed it.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(4), 1, 2, 3);

        @Actor
        public void first(LLL_Result r) {
            r.r1 = queue.remove(Integer.valueOf(2));
        }

        @Actor
        public void second(LLL_Result r) {
            r.r2 = queue.remove(Integer.valueOf(2));
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }
}
