package io.ringway.stress.jcstress;

import io.ringway.queues.MpmcQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Two threads put and then take on a ring of one.
 *
 * <p>Hypothesis: each gets an element, and both end: the one that waits to put is woken by the other's take.
 *
 * <p>Fails if waiters of both kinds share one signal and the wrong one consumes it: both wait on.
 */
public final class PutThenTake {

    private PutThenTake() {}

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @Outcome(
            id = {"1, 2, -", "2, 1, -"},
            expect = Expect.ACCEPTABLE,
            desc = "Each got one.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = new MpmcQueue<>(1);

        @Actor
        public void first(LLL_Result r) {
            Calls.put(queue, 1);
            r.r1 = Calls.take(queue);
        }

        @Actor
        public void second(LLL_Result r) {
            Calls.put(queue, 2);
            r.r2 = Calls.take(queue);
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }
}
