package io.ringway.stress.canary;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A producer offers to an {@link EarlyIndexQueue} while the consumer polls. */
@JCStressTest
@Outcome(id = "true, 1, null", expect = Expect.ACCEPTABLE, desc = "The consumer came second.")
@Outcome(id = "true, null, 1", expect = Expect.ACCEPTABLE, desc = "The consumer came first.")
@Outcome(id = "true, null, null", expect = Expect.FORBIDDEN, desc = "The element was skipped: the fault.")
@State
public class EarlyIndexTest {

    private final EarlyIndexQueue queue = new EarlyIndexQueue();

    @Actor
    public void producer(LLL_Result r) {
        r.r1 = queue.offer(1);
    }

    @Actor
    public void consumer(LLL_Result r) {
        r.r2 = queue.poll();
    }

    @Arbiter
    public void rest(LLL_Result r) {
        r.r3 = queue.poll();
    }
}
