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
 * One thread closes a full queue in which another waits to put.
 *
 * <p>Hypothesis: the waiting thread ends with the exception, and the queue keeps what it had.
 *
 * <p>Fails if the close doesn't wake producers, or a producer parks without looking for the close again: it waits on.
 */
@JCStressTest
@Outcome(id = "closed, true, 1", expect = Expect.ACCEPTABLE, desc = "The close ended the wait.")
@State
public class BatchClosePut {

    private final BatchingQueue<Integer> queue = Batches.of(1, 1, 1);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.put(queue, 2);
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
