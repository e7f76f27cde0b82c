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
 * One thread waits for a batch while another flushes what there is of it.
 *
 * <p>Hypothesis: the waiting thread gets it.
 *
 * <p>Fails if the flush doesn't wake a consumer: it waits on.
 */
@JCStressTest
@Outcome(id = "1, false, -", expect = Expect.ACCEPTABLE, desc = "The flush made it a batch.")
@State
public class BatchTakeFlush {

    private final BatchingQueue<Integer> queue = Batches.of(2, 4, 1);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.takeBatch(queue);
    }

    @Actor
    public void second(LLL_Result r) {
        Delay.random();
        queue.flush();
        r.r2 = queue.isClosed();
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
