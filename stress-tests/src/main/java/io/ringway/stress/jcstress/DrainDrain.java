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
 * Two consumers drain.
 *
 * <p>Hypothesis: each element goes to exactly one of them, in ascending order within each.
 *
 * <p>Fails if drain reads a run of slots before it has claimed them.
 */
public final class DrainDrain {

    private DrainDrain() {}

    /** {@link MpmcQueue}, capacity 4. */
    @JCStressTest
    @Outcome(
            id = {"123, -, -", "-, 123, -"},
            expect = Expect.ACCEPTABLE,
            desc = "One took all.")
    @Outcome(
            id = {"1, 23, -", "12, 3, -", "13, 2, -", "2, 13, -", "3, 12, -", "23, 1, -"},
            expect = Expect.ACCEPTABLE,
            desc = "They shared.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(4), 1, 2, 3);

        @Actor
        public void first(LLL_Result r) {
            StringBuilder drained = new StringBuilder();
            queue.drain(Elements.into(drained), 4);
            r.r1 = Elements.written(drained);
        }

        @Actor
        public void second(LLL_Result r) {
            StringBuilder drained = new StringBuilder();
            queue.drain(Elements.into(drained), 4);
            r.r2 = Elements.written(drained);
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }
}
