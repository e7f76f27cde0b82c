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
 * One thread closes while another offers.
 *
 * <p>Hypothesis: the element is accepted and comes out, or is refused with the exception and does not.
 *
 * <p>Fails if closing is a flag beside the tail: an element is accepted after the last look.
 */
@JCStressTest
@Outcome(id = "true, 1234, -", expect = Expect.ACCEPTABLE, desc = "The offer came first.")
@Outcome(id = "closed, 123, -", expect = Expect.ACCEPTABLE, desc = "The close came first.")
@State
public class BatchCloseOffer {

    private final BatchingQueue<Integer> queue = Batches.of(2, 4, 1, 2, 3);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.offer(queue, 4);
    }

    @Actor
    public void second(LLL_Result r) {
        queue.close();
        r.r2 = Batches.drained(queue) + Batches.drained(queue);
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
