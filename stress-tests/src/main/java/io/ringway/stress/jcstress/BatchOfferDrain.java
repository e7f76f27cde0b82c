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
 * A producer completes a batch while a consumer drains.
 *
 * <p>Hypothesis: the consumer gets the whole batch or none.
 *
 * <p>Fails if the batch can be seen as complete before its last element: the sink gets a part, or a null.
 */
@JCStressTest
@Outcome(id = "true, -, 12", expect = Expect.ACCEPTABLE, desc = "The consumer came before the batch was complete.")
@Outcome(id = "true, 12, -", expect = Expect.ACCEPTABLE, desc = "The consumer got the batch.")
@State
public class BatchOfferDrain {

    private final BatchingQueue<Integer> queue = Batches.of(2, 4, 1);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.offer(queue, 2);
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
