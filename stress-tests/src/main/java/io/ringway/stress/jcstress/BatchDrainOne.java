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
 * Two consumers drain the only batch.
 *
 * <p>Hypothesis: one of them gets it.
 *
 * <p>Fails if both get it, or both look while the other holds it and it is lost.
 */
@JCStressTest
@Outcome(id = "12, -, -", expect = Expect.ACCEPTABLE, desc = "The first thread got it.")
@Outcome(id = "-, 12, -", expect = Expect.ACCEPTABLE, desc = "The second thread got it.")
@State
public class BatchDrainOne {

    private final BatchingQueue<Integer> queue = Batches.of(2, 4, 1, 2);

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
