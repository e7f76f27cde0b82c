package io.ringway.stress.jcstress.many;

import io.ringway.queues.WorkStealingDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * The owner and two thieves want the only element.
 *
 * <p>Hypothesis: one of them gets it.
 *
 * <p>Fails if taking isn't atomic, or if all three leave it to the others.
 */
public final class DequeThreeForOne {

    private DequeThreeForOne() {}

    /** Default mode, room for two. */
    @JCStressTest
    @Outcome(id = "1, null, null", expect = Expect.ACCEPTABLE, desc = "The owner got it.")
    @Outcome(id = "null, 1, null", expect = Expect.ACCEPTABLE, desc = "The first thief got it.")
    @Outcome(id = "null, null, 1", expect = Expect.ACCEPTABLE, desc = "The second thief got it.")
    @State
    public static class Strict {
        private final WorkStealingDeque<Integer> deque = new WorkStealingDeque<>(2);

        public Strict() {
            deque.push(1);
        }

        @Actor
        public void owner(LLL_Result r) {
            r.r1 = deque.pop();
        }

        @Actor
        public void first(LLL_Result r) {
            r.r2 = deque.steal();
        }

        @Actor
        public void second(LLL_Result r) {
            r.r3 = deque.steal();
        }
    }
}
