package io.ringway.stress.jcstress;

import io.ringway.queues.MpmcQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * One thread makes an array of the queue while another polls one element and offers another.
 *
 * <p>Hypothesis: the array holds what was in the queue at some instant.
 *
 * <p>Fails if the scan reads the slots one by one without holding the consumers back: it sees the third element with
 * the first.
 */
public final class ToArrayReplace {

    private ToArrayReplace() {}

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @Outcome(id = "12, 23", expect = Expect.ACCEPTABLE, desc = "Before.")
    @Outcome(id = "2, 23", expect = Expect.ACCEPTABLE, desc = "In between.")
    @Outcome(id = "23, 23", expect = Expect.ACCEPTABLE, desc = "After.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(2), 1, 2);

        @Actor
        public void copying(LL_Result r) {
            r.r1 = Elements.written(queue.toArray());
        }

        @Actor
        public void replacing(LL_Result r) {
            queue.poll();
            queue.offer(3);
        }

        @Arbiter
        public void rest(LL_Result r) {
            r.r2 = Elements.rest(queue);
        }
    }
}
