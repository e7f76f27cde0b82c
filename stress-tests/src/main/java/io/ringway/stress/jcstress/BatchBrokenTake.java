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
 * One consumer's sink throws while another consumer waits for a batch.
 *
 * <p>Hypothesis: the other one gets the rest, or the whole batch if it came first.
 *
 * <p>Fails if the rest isn't offered to a waiting consumer: it waits on.
 */
@JCStressTest
@Outcome(id = "2, 1, -", expect = Expect.ACCEPTABLE, desc = "The rest of the batch.")
@Outcome(id = "12, -, -", expect = Expect.ACCEPTABLE, desc = "The taker came first.")
@State
public class BatchBrokenTake {

    private final BatchingQueue<Integer> queue = Batches.of(2, 4, 1, 2);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.takeBatch(queue);
    }

    @Actor
    public void second(LLL_Result r) {
        r.r2 = Batches.drainedOne(queue);
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
