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
 * One thread closes while another waits for a batch that isn't complete.
 *
 * <p>Hypothesis: the waiting thread gets what is there.
 *
 * <p>Fails if the close doesn't wake consumers, or a consumer parks without looking for the close again: it waits on.
 */
@JCStressTest
@Outcome(id = "1, true, -", expect = Expect.ACCEPTABLE, desc = "The close made it a batch.")
@State
public class BatchCloseTake {

    private final BatchingQueue<Integer> queue = Batches.of(2, 4, 1);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.takeBatch(queue);
    }

    @Actor
    public void second(LLL_Result r) {
        Delay.random();
        queue.close();
        r.r2 = queue.isClosed();
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
