package io.ringway.stress.jcstress;

import io.ringway.queues.BatchingQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A consumer ends a batch by its linger while a producer completes it.
 *
 * <p>Hypothesis: the producer's element is in that batch or in the next.
 *
 * <p>Fails if the consumer ends the batch without holding the tail: it loses the element, or producers count on from
 * the wrong one.
 */
@JCStressTest
@Outcome(id = "true, 12, -", expect = Expect.ACCEPTABLE, desc = "The batch was complete.")
@Outcome(id = "true, 1, 2", expect = Expect.ACCEPTABLE, desc = "The linger ended the batch before.")
@Outcome(id = "true, -, 12", expect = Expect.ACCEPTABLE, desc = "The clock stood still between offer and drain.")
@State
public class BatchLingerOffer {

    private final BatchingQueue<Integer> queue = Batches.hasty(2, 4, 1);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.offer(queue, 2);
    }

    @Actor
    public void second(LLL_Result r) {
        r.r2 = Batches.drained(queue);
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
