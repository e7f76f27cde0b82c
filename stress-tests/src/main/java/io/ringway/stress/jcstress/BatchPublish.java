package io.ringway.stress.jcstress;

import io.ringway.queues.BatchingQueue;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A producer writes into two elements and offers them; a consumer drains the batch and reads.
 *
 * <p>Hypothesis: what was written before the offer is seen after the hand-over, for each element of the batch, although
 * the consumer looks at the slot of the last one only.
 *
 * <p>Fails if slots are written or looked at in plain mode: an element comes without what was written into it, or the
 * slot before the last is still empty, on processors that reorder stores; and where the compiler does.
 */
@JCStressTest
@Outcome(id = "-, -", expect = Expect.ACCEPTABLE, desc = "The batch wasn't complete.")
@Outcome(id = "7, 7", expect = Expect.ACCEPTABLE, desc = "Both elements with what was written.")
@State
public class BatchPublish {

    private final BatchingQueue<Payload> queue = new BatchingQueue<>(2, Duration.ofDays(1), 2);

    @Actor
    public void producer() {
        queue.offer(Payload.written());
        queue.offer(Payload.written());
    }

    @Actor
    public void consumer(LL_Result r) {
        r.r1 = "-";
        r.r2 = "-";
        queue.drainBatch(element -> {
            r.r1 = r.r2;
            r.r2 = Payload.read(element);
        });
    }
}
