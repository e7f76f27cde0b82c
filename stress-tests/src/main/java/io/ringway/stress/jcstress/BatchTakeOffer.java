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
 * One thread waits for a batch while another offers its elements.
 *
 * <p>Hypothesis: the waiting thread gets the batch.
 *
 * <p>Fails if the producer that begins or completes the batch misses that a consumer waits, or the consumer parks
 * without looking again.
 */
@JCStressTest
@Outcome(id = "12, true, -", expect = Expect.ACCEPTABLE, desc = "Both came in one batch.")
@State
public class BatchTakeOffer {

    private final BatchingQueue<Integer> queue = Batches.of(2, 4);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.takeBatch(queue);
    }

    @Actor
    public void second(LLL_Result r) {
        Delay.random();
        queue.offer(1);
        Delay.random();
        r.r2 = queue.offer(2);
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
