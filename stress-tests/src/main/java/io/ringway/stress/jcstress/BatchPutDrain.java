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
 * One thread waits to put into a full queue while another drains a batch.
 *
 * <p>Hypothesis: the element gets in.
 *
 * <p>Fails if the consumer looks for a waiting producer before it makes room, or the producer parks without looking for
 * room again: it waits on.
 */
@JCStressTest
@Outcome(id = "done, 1, 2", expect = Expect.ACCEPTABLE, desc = "The room of the batch was taken.")
@State
public class BatchPutDrain {

    private final BatchingQueue<Integer> queue = Batches.of(1, 1, 1);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.put(queue, 2);
    }

    @Actor
    public void second(LLL_Result r) {
        Delay.random();
        r.r2 = Batches.drained(queue);
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
