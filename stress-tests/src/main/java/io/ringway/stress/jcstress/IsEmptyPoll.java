package io.ringway.stress.jcstress;

import io.ringway.queues.MpmcQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A thread asks whether the queue is empty while a consumer takes the first of two elements.
 *
 * <p>Hypothesis: it isn't, at any moment.
 *
 * <p>Fails if the slot that the consumer has just emptied is taken for the end of the queue, before the head has moved
 * on or after it.
 */
@JCStressTest
@Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "The second element was there all the time.")
@State
public class IsEmptyPoll {
    private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(2), 1, 2);

    /** The consumer. */
    @Actor
    public void polling(LL_Result r) {
        r.r1 = queue.poll();
    }

    /** Anyone. */
    @Actor
    public void asking(LL_Result r) {
        r.r2 = queue.isEmpty();
    }
}
