package io.ringway.stress.canary;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Two consumers poll a {@link CheckThenActQueue} with one element. */
@JCStressTest
@Outcome(id = "1, null", expect = Expect.ACCEPTABLE, desc = "The first got it.")
@Outcome(id = "null, 1", expect = Expect.ACCEPTABLE, desc = "The second got it.")
@Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "Both got it: the fault.")
@State
public class CheckThenActTest {

    private final CheckThenActQueue queue = new CheckThenActQueue(2);

    public CheckThenActTest() {
        queue.offer(1);
    }

    @Actor
    public void first(LL_Result r) {
        r.r1 = queue.poll();
    }

    @Actor
    public void second(LL_Result r) {
        r.r2 = queue.poll();
    }
}
