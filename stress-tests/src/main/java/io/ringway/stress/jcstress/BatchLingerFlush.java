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
 * A consumer ends a batch by its linger while another thread flushes and offers.
 *
 * <p>Hypothesis: one of both ends the batch, and the next begins with the next element.
 *
 * <p>Fails if the consumer doesn't look again, holding the tail, whether the batch still is the open one.
 */
@JCStressTest
@Outcome(id = "true, 1, 2", expect = Expect.ACCEPTABLE, desc = "One of both ended the batch.")
@Outcome(id = "true, -, 1|2", expect = Expect.ACCEPTABLE, desc = "The clock stood still between offer and drain.")
@State
public class BatchLingerFlush {

    private final BatchingQueue<Integer> queue = Batches.hasty(3, 4, 1);

    @Actor
    public void first(LLL_Result r) {
        queue.flush();
        r.r1 = queue.offer(2);
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
