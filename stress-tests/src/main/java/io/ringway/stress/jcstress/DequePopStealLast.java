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
 * The owner pops and a thief steals the only element.
 *
 * <p>Hypothesis: one of them gets it.
 *
 * <p>Fails if the owner looks and then takes without atomicity: both get it. So does the deque of Chase and Lev without
 * the fence in its pop.
 */
public final class DequePopStealLast {

    private DequePopStealLast() {}

    /** Default mode, room for two. */
    @JCStressTest
    @Outcome(id = "1, null, -", expect = Expect.ACCEPTABLE, desc = "The owner came first.")
    @Outcome(id = "null, 1, -", expect = Expect.ACCEPTABLE, desc = "The thief came first.")
    @State
    public static class Strict {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(2), 1);

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

    /** Default mode, room for one. */
    @JCStressTest
    @Outcome(id = "1, null, -", expect = Expect.ACCEPTABLE, desc = "The owner came first.")
    @Outcome(id = "null, 1, -", expect = Expect.ACCEPTABLE, desc = "The thief came first.")
    @State
    public static class One {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(1), 1);

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

    /** With a private limit; the element is shared. */
    @JCStressTest
    @Outcome(id = "1, null, -", expect = Expect.ACCEPTABLE, desc = "The owner came first.")
    @Outcome(id = "null, 1, -", expect = Expect.ACCEPTABLE, desc = "The thief came first.")
    @State
    public static class Shared {
        private final WorkStealingDeque<Integer> deque = Thieves.shared(new WorkStealingDeque<>(2, 2), 1);

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
}
