package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.SpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * One thread writes a plain field and closes the queue; another finds it closed and reads the field.
 *
 * <p>Hypothesis: who finds the queue closed sees what was written before the close.
 *
 * <p>Fails if the close is a plain write, or its check a plain read. x86 keeps stores and loads in order, so there only
 * a compiler can show it.
 */
public final class PublishClose {

    private PublishClose() {}

    @Outcome(id = "open", expect = Expect.ACCEPTABLE, desc = "Not closed yet.")
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "The field was seen as written.")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "Closed, without the field.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;
        private int field;

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void closing(L_Result r) {
            field = 7;
            queue.close();
        }

        void asking(L_Result r) {
            r.r1 = queue.isClosed() ? (Object) field : "open";
        }
    }

    /** {@link SpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Spsc extends Race {
        public Spsc() {
            super(new SpscQueue<>(2));
        }

        @Override
        @Actor
        public void closing(L_Result r) {
            super.closing(r);
        }

        @Override
        @Actor
        public void asking(L_Result r) {
            super.asking(r);
        }
    }

    /** {@link MpscQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpsc extends Race {
        public Mpsc() {
            super(new MpscQueue<>(2));
        }

        @Override
        @Actor
        public void closing(L_Result r) {
            super.closing(r);
        }

        @Override
        @Actor
        public void asking(L_Result r) {
            super.asking(r);
        }
    }

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(new MpmcQueue<>(2));
        }

        @Override
        @Actor
        public void closing(L_Result r) {
            super.closing(r);
        }

        @Override
        @Actor
        public void asking(L_Result r) {
            super.asking(r);
        }
    }
}
