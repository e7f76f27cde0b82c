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
 * The owner pops while a thief takes half of the elements in one go.
 *
 * <p>Hypothesis: the batch leaves in one step: the owner finds all of it or nothing.
 *
 * <p>Fails if the thief takes the slots one by one from the oldest: the owner finds the deque empty and the thief gets
 * what is pushed after that.
 */
public final class DequePopBatch {

    private DequePopBatch() {}

    /** The owner pops one of three. */
    @JCStressTest
    @Outcome(
            id = "3, 12, -",
            expect = Expect.ACCEPTABLE,
            desc = "Half of three, or of two and the one that was being popped.")
    @Outcome(id = "3, 1, 2", expect = Expect.ACCEPTABLE, desc = "Half of two.")
    @State
    public static class One {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(4), 1, 2, 3);

        @Actor
        public void owner(LLL_Result r) {
            r.r1 = deque.pop();
        }

        @Actor
        public void thief(LLL_Result r) {
            r.r2 = Thieves.batch(deque, 4);
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Thieves.rest(deque);
        }
    }

    /** The owner pops three of four. */
    @JCStressTest
    @Outcome(id = "43, 12, -", expect = Expect.ACCEPTABLE, desc = "The batch came before the third pop.")
    @Outcome(id = "432, 1, -", expect = Expect.ACCEPTABLE, desc = "The batch came late.")
    @State
    public static class Three {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(4), 1, 2, 3, 4);

        @Actor
        public void owner(LLL_Result r) {
            r.r1 = Thieves.pops(deque, 3);
        }

        @Actor
        public void thief(LLL_Result r) {
            r.r2 = Thieves.batch(deque, 4);
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Thieves.rest(deque);
        }
    }

    /** The owner pops two of three and pushes another: the batch must not mix old and new. */
    @JCStressTest
    @Outcome(id = "32, 1, 4", expect = Expect.ACCEPTABLE, desc = "The batch came after the second pop.")
    @Outcome(id = "3-, 12, 4", expect = Expect.ACCEPTABLE, desc = "The batch came before the second pop.")
    @State
    public static class PopPush {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(4), 1, 2, 3);

        @Actor
        public void owner(LLL_Result r) {
            r.r1 = Thieves.digit(deque.pop()) + Thieves.digit(deque.pop());
            deque.push(4);
        }

        @Actor
        public void thief(LLL_Result r) {
            r.r2 = Thieves.batch(deque, 4);
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Thieves.rest(deque);
        }
    }
}
