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
 * One consumer peeks while another polls.
 *
 * <p>Hypothesis: poll gets the head; peek sees the head of before or after, never null while an element is there.
 *
 * <p>Fails if peek reads the index and then a slot that a consumer has emptied, and reports an empty queue.
 */
public final class PeekPoll {

    private PeekPoll() {}

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "Peek came first.")
    @Outcome(id = "2, 1, 2", expect = Expect.ACCEPTABLE, desc = "Peek came second.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(2), 1, 2);

        @Actor
        public void peeking(LLL_Result r) {
            r.r1 = queue.peek();
        }

        @Actor
        public void polling(LLL_Result r) {
            r.r2 = queue.poll();
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }
}
