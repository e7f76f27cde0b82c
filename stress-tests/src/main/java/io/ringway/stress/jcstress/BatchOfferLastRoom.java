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
 * Two threads offer and there is room for one.
 *
 * <p>Hypothesis: the bound is exact: one is accepted, the other refused.
 *
 * <p>Fails if the room is looked up without holding the tail, or by rounded capacity: both are accepted.
 */
@JCStressTest
@Outcome(id = "true, false, 12|3", expect = Expect.ACCEPTABLE, desc = "The first thread got the room.")
@Outcome(id = "false, true, 12|4", expect = Expect.ACCEPTABLE, desc = "The second thread got the room.")
@State
public class BatchOfferLastRoom {

    private final BatchingQueue<Integer> queue = Batches.of(2, 3, 1, 2);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.offer(queue, 3);
    }

    @Actor
    public void second(LLL_Result r) {
        r.r2 = Calls.offer(queue, 4);
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
