package io.ringway.stress.canary;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A producer hands over by {@link NoFenceHandOff} while the consumer registers to wait. */
@JCStressTest
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Both saw the other.")
@Outcome(id = "true, null", expect = Expect.ACCEPTABLE, desc = "The consumer parks and is woken.")
@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "The consumer doesn't park.")
@Outcome(id = "false, null", expect = Expect.FORBIDDEN, desc = "The consumer parks and nobody wakes it: the fault.")
@State
public class NoFenceTest {

    private final NoFenceHandOff handOff = new NoFenceHandOff();

    @Actor
    public void producer(LL_Result r) {
        r.r1 = handOff.offer(1);
    }

    @Actor
    public void consumer(LL_Result r) {
        r.r2 = handOff.registerAndLook();
    }
}
