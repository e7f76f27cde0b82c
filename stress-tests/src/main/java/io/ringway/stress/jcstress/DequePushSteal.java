package io.ringway.stress.jcstress;

import io.ringway.queues.WorkStealingDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The owner writes a plain field of an element and pushes it; a thief steals it and reads the field.
 *
 * <p>Hypothesis: who gets the element sees its field as it was written before.
 *
 * <p>Fails if the slot is written without release, or read without acquire where the machine or the compiler may
 * reorder.
 */
public final class DequePushSteal {

    private DequePushSteal() {}

    /** Default mode, room for two. */
    @JCStressTest
    @Outcome(id = "null", expect = Expect.ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "The field was seen as written.")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The element came without its field.")
    @State
    public static class Strict {
        private final WorkStealingDeque<Payload> deque = new WorkStealingDeque<>(2);

        @Actor
        public void owner(L_Result r) {
            deque.push(Payload.written());
        }

        @Actor
        public void thief(L_Result r) {
            r.r1 = Payload.read(deque.steal());
        }
    }

    /** Default mode, room for one. */
    @JCStressTest
    @Outcome(id = "null", expect = Expect.ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "The field was seen as written.")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The element came without its field.")
    @State
    public static class One {
        private final WorkStealingDeque<Payload> deque = new WorkStealingDeque<>(1);

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
