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
 * One thread iterates while another polls one element and offers another.
 *
 * <p>Hypothesis: the iterator returns what was in the queue at some instant.
 *
 * <p>Fails if the iterator follows the live indices and returns an element of the next lap, or null.
 */
public final class IteratorReplace {

    private IteratorReplace() {}

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @Outcome(id = "12, 23", expect = Expect.ACCEPTABLE, desc = "Before.")
    @Outcome(id = "2, 23", expect = Expect.ACCEPTABLE, desc = "In between.")
    @Outcome(id = "23, 23", expect = Expect.ACCEPTABLE, desc = "After.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(2), 1, 2);

        @Actor
        public void iterating(LL_Result r) {
            StringBuilder seen = new StringBuilder();
            queue.iterator().forEachRemaining(Elements.into(seen));
            r.r1 = Elements.written(seen);
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
