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
 * A producer flushes, then completes what would have been a batch, while a consumer drains.
 *
 * <p>Hypothesis: no batch holds elements from before and after the flush.
 *
 * <p>Fails if the consumer looks for the flush before it looks for the element at which the batch would be full: it
 * gets {@code 12}.
 */
@JCStressTest
@Outcome(id = "true, -, 1|23", expect = Expect.ACCEPTABLE, desc = "The consumer came before the flush.")
@Outcome(id = "true, 1, 23", expect = Expect.ACCEPTABLE, desc = "The consumer got the flushed batch.")
@State
public class BatchFlushDrain {

    private final BatchingQueue<Integer> queue = Batches.of(2, 8, 1);

    @Actor
    public void first(LLL_Result r) {
        queue.flush();
        queue.offer(2);
        r.r1 = queue.offer(3);
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
