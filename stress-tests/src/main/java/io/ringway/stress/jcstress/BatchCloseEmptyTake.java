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
 * One thread closes an empty queue in which another waits for a batch.
 *
 * <p>Hypothesis: the waiting thread ends with the exception.
 *
 * <p>Fails as {@link BatchCloseTake} does.
 */
@JCStressTest
@Outcome(id = "closed, true, -", expect = Expect.ACCEPTABLE, desc = "The close ended the wait.")
@State
public class BatchCloseEmptyTake {

    private final BatchingQueue<Integer> queue = Batches.of(2, 4);

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
