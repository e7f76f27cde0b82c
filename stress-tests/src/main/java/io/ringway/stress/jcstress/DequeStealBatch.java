package io.ringway.stress.jcstress;

import io.ringway.queues.WorkStealingDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A thief steals while another one takes half.
 *
 * <p>Hypothesis: the batch leaves in one step, and in order.
 *
 * <p>Fails if a thief gets in while another one moves its batch.
 */
public final class DequeStealBatch {

    private DequeStealBatch() {}

    /** Three elements. */
    @JCStressTest
    @Outcome(id = "1, 2, 3", expect = Expect.ACCEPTABLE, desc = "The single one came first.")
    @Outcome(id = "3, 12, -", expect = Expect.ACCEPTABLE, desc = "The batch came first.")
    @State
    public static class Strict {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(4), 1, 2, 3);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = deque.steal();
        }

        @Actor
        public void batch(LLL_Result r) {
            r.r2 = Thieves.batch(deque, 4);
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Thieves.rest(deque);
        }
    }

    /** Two batches of four elements. */
    @JCStressTest
    @Outcome(id = "12, 3, 4", expect = Expect.ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "3, 12, 4", expect = Expect.ACCEPTABLE, desc = "The second came first.")
    @State
    public static class Batches {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(4), 1, 2, 3, 4);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Thieves.batch(deque, 4);
        }

        @Actor
        public void batch(LLL_Result r) {
            r.r2 = Thieves.batch(deque, 4);
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Thieves.rest(deque);
        }
    }
}
