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
 * Two consumers drain two batches.
 *
 * <p>Hypothesis: each gets a whole batch.
 *
 * <p>Fails if both claim the same batch, or a part of it.
 */
@JCStressTest
@Outcome(id = "12, 34, -", expect = Expect.ACCEPTABLE, desc = "The first thread came first.")
@Outcome(id = "34, 12, -", expect = Expect.ACCEPTABLE, desc = "The second thread came first.")
@State
public class BatchDrainDrain {

    private final BatchingQueue<Integer> queue = Batches.of(2, 4, 1, 2, 3, 4);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Batches.drained(queue);
    }

    @Actor
    public void second(LLL_Result r) {
        r.r2 = Batches.drained(queue);
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
