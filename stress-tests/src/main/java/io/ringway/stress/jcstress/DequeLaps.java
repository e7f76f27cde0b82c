package io.ringway.stress.jcstress;

import io.ringway.queues.WorkStealingDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * An owner and a thief go through several laps of a tiny deque, full and empty in turn.
 *
 * <p>Hypothesis: what was pushed is taken once, by the thief in the order of the pushes.
 *
 * <p>Fails if a thief empties a slot after it has let the next lap in, or takes what belongs to another lap.
 */
public final class DequeLaps {

    private DequeLaps() {}

    @Outcome(id = "once", expect = Expect.ACCEPTABLE, desc = "Each element was taken once.")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Pushed, then popped, then stolen.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        private static final int PUSHES = 9;

        final WorkStealingDeque<Integer> deque;
        private final boolean batches;
        private final StringBuilder pushed = new StringBuilder();
        private final StringBuilder popped = new StringBuilder();
        private final StringBuilder stolen = new StringBuilder();

        Race(WorkStealingDeque<Integer> deque, boolean batches) {
            this.deque = deque;
            this.batches = batches;
        }

        void owner(L_Result r) {
            for (int element = 1; element <= PUSHES; element++) {
                if (deque.push(element)) {
                    pushed.append(element);
                }
                if (element % 3 == 0) {
                    Integer own = deque.pop();
                    if (own != null) {
                        popped.append(own);
                    }
                }
            }
        }

        void thief(L_Result r) {
            for (int i = 0; i < PUSHES; i++) {
                if (batches) {
                    WorkStealingDeque<Integer> into = new WorkStealingDeque<>(2);
                    deque.stealBatch(into, 2);
                    for (Integer element = into.steal(); element != null; element = into.steal()) {
                        stolen.append(element);
                    }
                } else {
                    Integer element = deque.steal();
                    if (element != null) {
                        stolen.append(element);
                    }
                }
            }
        }

        void rest(L_Result r) {
            deque.share();
            for (Integer element = deque.steal(); element != null; element = deque.steal()) {
                stolen.append(element);
            }
            boolean inOrder = stolen.chars()
                    .sorted()
                    .boxed()
                    .toList()
                    .equals(stolen.chars().boxed().toList());
            boolean once = (popped.toString() + stolen)
                    .chars()
                    .sorted()
                    .boxed()
                    .toList()
                    .equals(pushed.chars().boxed().toList());
            r.r1 = inOrder && once ? "once" : pushed + ", " + popped + ", " + stolen;
        }
    }

    /** Room for one. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class One extends Race {
        public One() {
            super(new WorkStealingDeque<>(1), false);
        }

        @Override
        @Actor
        public void owner(L_Result r) {
            super.owner(r);
        }

        @Override
        @Actor
        public void thief(L_Result r) {
            super.thief(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** Room for two. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Two extends Race {
        public Two() {
            super(new WorkStealingDeque<>(2), false);
        }

        @Override
        @Actor
        public void owner(L_Result r) {
            super.owner(r);
        }

        @Override
        @Actor
        public void thief(L_Result r) {
            super.thief(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** Room for four, and batches. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Four extends Race {
        public Four() {
            super(new WorkStealingDeque<>(4), true);
        }

        @Override
        @Actor
        public void owner(L_Result r) {
            super.owner(r);
        }

        @Override
        @Actor
        public void thief(L_Result r) {
            super.thief(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** Room for one, which may be private. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class PrivateOne extends Race {
        public PrivateOne() {
            super(new WorkStealingDeque<>(1, 1), false);
        }

        @Override
        @Actor
        public void owner(L_Result r) {
            super.owner(r);
        }

        @Override
        @Actor
        public void thief(L_Result r) {
            super.thief(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** Room for two, one of them private. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class PrivateTwo extends Race {
        public PrivateTwo() {
            super(new WorkStealingDeque<>(2, 1), false);
        }

        @Override
        @Actor
        public void owner(L_Result r) {
            super.owner(r);
        }

        @Override
        @Actor
        public void thief(L_Result r) {
            super.thief(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** Room for four, two of them private, and batches. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class PrivateFour extends Race {
        public PrivateFour() {
            super(new WorkStealingDeque<>(4, 2), true);
        }

        @Override
        @Actor
        public void owner(L_Result r) {
            super.owner(r);
        }

        @Override
        @Actor
        public void thief(L_Result r) {
            super.thief(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }
}
