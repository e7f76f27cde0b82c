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
 * A flush races with an offer.
 *
 * <p>Hypothesis: the element is in the batch of the flush or in the next one.
 *
 * <p>Fails if the flush notes an end that the producer doesn't know of: the batches overlap, or one is never ready.
 */
@JCStressTest
@Outcome(id = "flushed, true, 1|2", expect = Expect.ACCEPTABLE, desc = "The flush came first.")
@Outcome(id = "flushed, true, 12", expect = Expect.ACCEPTABLE, desc = "The offer came first.")
@State
public class BatchFlushOffer {

    private final BatchingQueue<Integer> queue = Batches.of(3, 4, 1);

    @Actor
    public void first(LLL_Result r) {
        queue.flush();
        r.r1 = "flushed";
    }

    @Actor
    public void second(LLL_Result r) {
        r.r2 = Calls.offer(queue, 2);
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
