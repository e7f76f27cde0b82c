package io.ringway.stress.jcstress;

import io.ringway.queues.MpmcQueue;
import java.util.Iterator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * One thread removes through an iterator while another polls.
 *
 * <p>Hypothesis: the iterator removes the element that it returned, or nothing if a consumer was faster; never another
 * one.
 *
 * <p>Fails if the iterator removes by position, and the position holds another element by then.
 */
public final class IteratorRemovePoll {

    private IteratorRemovePoll() {}

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @Outcome(id = "1, 2, -", expect = Expect.ACCEPTABLE, desc = "The iterator removed the head before poll.")
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "Poll took what the iterator had returned.")
    @Outcome(id = "2, 1, -", expect = Expect.ACCEPTABLE, desc = "The iterator began behind the polled one.")
    @State
    public static class Mpmc {
        private final MpmcQueue<Integer> queue = Elements.with(new MpmcQueue<>(2), 1, 2);

        @Actor
        public void iterating(LLL_Result r) {
            Iterator<Integer> elements = queue.iterator();
            r.r1 = elements.next();
            elements.remove();
        }

        @Actor
        public void polling(LLL_Result r) {
            r.r2 = queue.poll();
        }

        @Arbiter
        public void rest(LLL_Result r) {
            r.r3 = Elements.rest(queue);
        }
    }
}
