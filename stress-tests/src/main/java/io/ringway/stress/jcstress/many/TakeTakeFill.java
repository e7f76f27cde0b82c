package io.ringway.stress.jcstress.many;

import io.ringway.queues.MpmcQueue;
import io.ringway.stress.jcstress.Calls;
import io.ringway.stress.jcstress.Delay;
import io.ringway.stress.jcstress.Elements;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * Two consumers wait to take while a producer fills two elements at once.
 *
 * <p>Hypothesis: both are woken, and each gets one.
 *
 * <p>Fails if one call of fill wakes one waiter only: the other waits on although an element is there.
 */
public final class TakeTakeFill {

    private TakeTakeFill() {}

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @Outcome(id = "1, 2, 2, -", expect = Expect.ACCEPTABLE, desc = "The first got the first.")
    @Outcome(id = "2, 1, 2, -", expect = Expect.ACCEPTABLE, desc = "The second got the first.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = new MpmcQueue<>(2);

        @Actor
        public void first(LLLL_Result r) {
            r.r1 = Calls.take(queue);
        }

        @Actor
        public void second(LLLL_Result r) {
            r.r2 = Calls.take(queue);
        }

        @Actor
        public void producer(LLLL_Result r) {
            Delay.random();
            r.r3 = queue.fill(Elements.from(1), 2);
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r4 = Elements.rest(queue);
        }
    }
}
