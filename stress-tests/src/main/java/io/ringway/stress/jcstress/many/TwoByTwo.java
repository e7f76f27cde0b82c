package io.ringway.stress.jcstress.many;

import io.ringway.queues.MpmcQueue;
import io.ringway.stress.jcstress.Calls;
import io.ringway.stress.jcstress.Elements;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Two producers put two elements each and two consumers take two each, on a ring of one.
 *
 * <p>Hypothesis: each element arrives once and both end.
 *
 * <p>Fails if a wake-up goes to a thread that cannot use it and is not passed on.
 */
public final class TwoByTwo {

    private TwoByTwo() {}

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @Outcome(id = "1234, -", expect = Expect.ACCEPTABLE, desc = "Each arrived once.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = new MpmcQueue<>(1);
        private String first;
        private String second;

        @Actor
        public void firstProducer(LL_Result r) {
            Calls.put(queue, 1);
            Calls.put(queue, 2);
        }

        @Actor
        public void secondProducer(LL_Result r) {
            Calls.put(queue, 3);
            Calls.put(queue, 4);
        }

        @Actor
        public void firstConsumer(LL_Result r) {
            first = Calls.take(queue).toString() + Calls.take(queue);
        }

        @Actor
        public void secondConsumer(LL_Result r) {
            second = Calls.take(queue).toString() + Calls.take(queue);
        }

        @Arbiter
        public void rest(LL_Result r) {
            r.r1 = (first + second)
                    .chars()
                    .sorted()
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
            r.r2 = Elements.rest(queue);
        }
    }
}
