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
 * The owner pops and a thief steals, with two elements in the deque.
 *
 * <p>Hypothesis: neither gets in the way of the other: the owner gets the newest, the thief the oldest.
 *
 * <p>Fails if a thief that meets the owner gives up, or takes a slot that isn't the oldest.
 */
public final class DequePopSteal {

    private DequePopSteal() {}

    /** Default mode, room for two. */
    @JCStressTest
    @Outcome(id = "2, 1, -", expect = Expect.ACCEPTABLE, desc = "Each took from its end.")
    @State
    public static class Strict {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(2), 1, 2);

        @Actor
        public void owner(LLL_Result r) {
            r.r1 = deque.pop();
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

    /** The owner pops twice. */
    @JCStressTest
    @Outcome(id = "21, null, -", expect = Expect.ACCEPTABLE, desc = "The owner came first.")
    @Outcome(id = "2, 1, -", expect = Expect.ACCEPTABLE, desc = "The thief got the oldest.")
    @State
    public static class Two {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(2), 1, 2);

        @Actor
        public void owner(LLL_Result r) {
            r.r1 = Thieves.pops(deque, 2);
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
}
