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
 * One thread looks for the second element while another polls the first.
 *
 * <p>Hypothesis: the element is found: it is there all the time.
 *
 * <p>Fails if the scan begins at an index that has moved and reads slots of which it knows nothing.
 */
public final class ContainsPoll {

    private ContainsPoll() {}

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @Outcome(id = "true, 1, 2", expect = Expect.ACCEPTABLE, desc = "Found.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(2), 1, 2);

        @Actor
        public void looking(LLL_Result r) {
            r.r1 = queue.contains(2);
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
