package io.ringway.stress.canary;

import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A consumer waits at a {@link NoRecheckQueue} while a producer puts. The wait is limited, so that the fault ends with
 * a result.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "There, or woken.")
@Outcome(id = "null", expect = Expect.FORBIDDEN, desc = "Not woken although the element is there: the fault.")
@State
public class NoRecheckTest {

    private static final long LONG_ENOUGH = TimeUnit.MILLISECONDS.toNanos(20);

    private final NoRecheckQueue queue = new NoRecheckQueue();

    @Actor
    public void consumer(L_Result r) {
        r.r1 = queue.pollWhenWoken(LONG_ENOUGH);
    }

    @Actor
    public void producer() {
        queue.put(1);
    }
}
