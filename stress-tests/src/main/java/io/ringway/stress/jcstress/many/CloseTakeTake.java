package io.ringway.stress.jcstress.many;

import io.ringway.queues.MpmcQueue;
import io.ringway.stress.jcstress.Calls;
import io.ringway.stress.jcstress.Delay;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Two consumers wait to take while a thread closes.
 *
 * <p>Hypothesis: both end with the exception.
 *
 * <p>Fails if close wakes one waiter only: the other waits on.
 */
public final class CloseTakeTake {

    private CloseTakeTake() {}

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @Outcome(id = "closed, closed", expect = Expect.ACCEPTABLE, desc = "Both were woken.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = new MpmcQueue<>(1);

        @Actor
        public void first(LL_Result r) {
            r.r1 = Calls.take(queue);
        }

        @Actor
        public void second(LL_Result r) {
            r.r2 = Calls.take(queue);
        }

        @Actor
        public void closing(LL_Result r) {
            Delay.random();
            queue.close();
        }
    }
}
