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
 * One thread waits for a batch while another offers an element that stays alone.
 *
 * <p>Hypothesis: the waiting thread gets it when its linger is over.
 *
 * <p>Fails if the first element doesn't wake a consumer that has parked without a time to watch: it waits on.
 */
@JCStressTest
@Outcome(id = "1, true, -", expect = Expect.ACCEPTABLE, desc = "Its linger ended the batch.")
@State
public class BatchTakeLinger {

    private final BatchingQueue<Integer> queue = Batches.hasty(2, 4);

    @Actor
    public void first(LLL_Result r) {
        r.r1 = Calls.takeBatch(queue);
    }

    @Actor
    public void second(LLL_Result r) {
        Delay.random();
        r.r2 = queue.offer(1);
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = Batches.rest(queue);
    }
}
