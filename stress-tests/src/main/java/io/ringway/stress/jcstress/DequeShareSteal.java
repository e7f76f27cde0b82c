package io.ringway.stress.jcstress;

import io.ringway.queues.WorkStealingDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The owner shares a private element while a thief steals.
 *
 * <p>Hypothesis: the thief gets nothing, or the element with its field as it was written.
 *
 * <p>Fails if sharing writes the slot without release.
 */
public final class DequeShareSteal {

    private DequeShareSteal() {}

    /** The owner shares. */
    @JCStressTest
    @Outcome(id = "null", expect = Expect.ACCEPTABLE, desc = "Nothing was shared yet.")
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "The field was seen as written.")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The element came without its field.")
    @State
    public static class Share {
        private final WorkStealingDeque<Payload> deque = Thieves.with(new WorkStealingDeque<>(2, 2), Payload.written());

        @Actor
        public void owner(L_Result r) {
            deque.share();
        }

        @Actor
        public void thief(L_Result r) {
            r.r1 = Payload.read(deque.steal());
        }
    }

    /** The owner pushes one more than it may keep. */
    @JCStressTest
    @Outcome(id = "null", expect = Expect.ACCEPTABLE, desc = "Nothing was shared yet.")
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "The field was seen as written.")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The element came without its field.")
    @State
    public static class Overflow {
        private final WorkStealingDeque<Payload> deque = Thieves.with(new WorkStealingDeque<>(2, 1), Payload.written());

        @Actor
        public void owner(L_Result r) {
            deque.push(Payload.written());
        }

        @Actor
        public void thief(L_Result r) {
            r.r1 = Payload.read(deque.steal());
        }
    }
}
