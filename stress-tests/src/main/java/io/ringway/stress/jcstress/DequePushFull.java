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
 * The owner pushes into a full deque while a thief takes something out.
 *
 * <p>Hypothesis: the push is refused, or it finds the place that the thief has left; an element of the lap before is
 * never overwritten.
 *
 * <p>Fails if the owner believes an index that is ahead of the slots.
 */
public final class DequePushFull {

    private DequePushFull() {}

    /** Room for one. */
    @JCStressTest
    @Outcome(id = "true, 1, 2", expect = Expect.ACCEPTABLE, desc = "The thief came first.")
    @Outcome(id = "false, 1, -", expect = Expect.ACCEPTABLE, desc = "The owner came first.")
    @State
    public static class One {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(1), 1);

        @Actor
        public void owner(LLL_Result r) {
            r.r1 = deque.push(2);
        }

        @Actor
        public void thief(LLL_Result r) {
            r.r2 = deque.steal();
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Thieves.rest(deque);
        }
    }

    /** Room for four, and a batch of two. */
    @JCStressTest
    @Outcome(id = "true, 12, 345", expect = Expect.ACCEPTABLE, desc = "The thief came first.")
    @Outcome(id = "false, 12, 34", expect = Expect.ACCEPTABLE, desc = "The owner came first.")
    @State
    public static class Batch {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(4), 1, 2, 3, 4);

        @Actor
        public void owner(LLL_Result r) {
            r.r1 = deque.push(5);
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

    /** The owner pops twice and pushes, which must find room. */
    @JCStressTest
    @Outcome(
            id = "43true, 12, 6",
            expect = Expect.ACCEPTABLE,
            desc = "The batch came before the second pop or after the push.")
    @Outcome(id = "43true, 1, 26", expect = Expect.ACCEPTABLE, desc = "The batch came in between.")
    @State
    public static class BatchSeen {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(4), 1, 2, 3, 4);

        @Actor
        public void owner(LLL_Result r) {
            r.r1 = Thieves.digit(deque.pop()) + Thieves.digit(deque.pop()) + deque.push(6);
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

    /** Once the owner has found the deque empty because of a batch, there is room for three more. */
    @JCStressTest
    @Outcome(id = "43 and 3, 12, 678", expect = Expect.ACCEPTABLE, desc = "The batch came before the third pop.")
    @Outcome(id = "432 and 3, 1, 678", expect = Expect.ACCEPTABLE, desc = "The batch came later.")
    @Outcome(id = "432 and 3, 16, 78", expect = Expect.ACCEPTABLE, desc = "The batch came when there were more again.")
    @State
    public static class Gone {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(4), 1, 2, 3, 4);

        @Actor
        public void owner(LLL_Result r) {
            r.r1 = Thieves.pops(deque, 3) + " and " + Thieves.pushes(deque, 6, 7, 8);
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
