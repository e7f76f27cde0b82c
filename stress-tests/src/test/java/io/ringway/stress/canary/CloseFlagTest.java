package io.ringway.stress.canary;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A producer offers to a {@link CloseFlagQueue} while another thread closes it, and then polls until the end. */
@JCStressTest
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Accepted, and found after the close.")
@Outcome(id = "false, null", expect = Expect.ACCEPTABLE, desc = "Refused.")
@Outcome(id = "true, null", expect = Expect.FORBIDDEN, desc = "Accepted after the end was found: the fault.")
@State
public class CloseFlagTest {

    private final CloseFlagQueue queue = new CloseFlagQueue();

    @Actor
    public void offering(LL_Result r) {
        r.r1 = queue.offer(1);
    }

    @Actor
    public void closing(LL_Result r) {
        queue.close();
        r.r2 = queue.poll();
    }
}
