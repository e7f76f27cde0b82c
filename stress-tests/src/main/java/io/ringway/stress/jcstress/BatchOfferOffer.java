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
 * Two threads offer the two elements that a batch lacks.
 *
 * <p>Hypothesis: both are accepted and the batch is complete, in one order or the other.
 *
 * <p>Fails if both write into one slot, or the count of the batch loses one of them.
 */
@JCStressTest
@Outcome(id = "true, true, 12", expect = Expect.ACCEPTABLE, desc = "The first thread came first.")
@Outcome(id = "true, true, 21", expect = Expect.ACCEPTABLE, desc = "The second thread came first.")
@State
public class BatchOfferOffer {

    private final BatchingQueue<Integer> queue = Batches.of(2, 2);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.offer(queue, 1);
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
