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
 * A thief that finds only private elements asks, while the owner pushes or pops.
 *
 * <p>Hypothesis: the thief gets the oldest element or none, and nothing gets lost on its way from one part to the
 * other.
 *
 * <p>Fails if an element is visible in both parts, or in none.
 */
public final class DequeAsk {

    private DequeAsk() {}

    /** Two private elements; the owner pushes. */
    @JCStressTest
    @Outcome(id = "null, null, 123", expect = Expect.ACCEPTABLE, desc = "The thief came first, or asked in vain.")
    @Outcome(id = "null, 1, 23", expect = Expect.ACCEPTABLE, desc = "The owner answered.")
    @State
    public static class Push {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(4, 4), 1, 2);

        @Actor
        public void owner(LLL_Result r) {
            deque.push(3);
        }

        @Actor
        public void thief(LLL_Result r) {
            r.r1 = deque.steal();
            r.r2 = deque.steal();
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Thieves.rest(deque);
        }
    }

    /** Three private elements; the owner pops. */
    @JCStressTest
    @Outcome(id = "null, null, 12", expect = Expect.ACCEPTABLE, desc = "The thief came first, or asked in vain.")
    @Outcome(id = "null, 1, 2", expect = Expect.ACCEPTABLE, desc = "The owner answered.")
    @State
    public static class Pop {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(4, 4), 1, 2, 3);

        @Actor
        public void owner(LLL_Result r) {
            deque.pop();
        }

        @Actor
        public void thief(LLL_Result r) {
            r.r1 = deque.steal();
            r.r2 = deque.steal();
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Thieves.rest(deque);
        }
    }
}
