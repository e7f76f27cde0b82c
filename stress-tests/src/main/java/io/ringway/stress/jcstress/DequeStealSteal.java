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
 * Two thieves steal.
 *
 * <p>Hypothesis: each element goes to one of them, and none gets null while there is an element.
 *
 * <p>Fails if a thief that loses the race gives up, or looks at a slot whose turn is over.
 */
public final class DequeStealSteal {

    private DequeStealSteal() {}

    /** Room for two. */
    @JCStressTest
    @Outcome(id = "1, 2, -", expect = Expect.ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "2, 1, -", expect = Expect.ACCEPTABLE, desc = "The second came first.")
    @State
    public static class Strict {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(2), 1, 2);

        @Actor
        public void first(LLL_Result r) {
            r.r1 = deque.steal();
        }

        @Actor
        public void second(LLL_Result r) {
            r.r2 = deque.steal();
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Thieves.rest(deque);
        }
    }

    /** One element. */
    @JCStressTest
    @Outcome(id = "1, null, -", expect = Expect.ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "null, 1, -", expect = Expect.ACCEPTABLE, desc = "The second came first.")
    @State
    public static class Last {
        private final WorkStealingDeque<Integer> deque = Thieves.with(new WorkStealingDeque<>(2), 1);

        @Actor
        public void first(LLL_Result r) {
            r.r1 = deque.steal();
        }

        @Actor
        public void second(LLL_Result r) {
            r.r2 = deque.steal();
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Thieves.rest(deque);
        }
    }
}
