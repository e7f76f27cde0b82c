package io.ringway.stress.jcstress;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Two threads offer and poll in turn on a tiny ring.
 *
 * <p>Hypothesis: every accepted element comes out exactly once.
 *
 * <p>Fails if a consumer's claim and its read of the slot can be torn apart by a lap of others: a duplicate, or a loss.
 */
public final class OfferPollBoth {

    private OfferPollBoth() {}

    @Outcome(id = "each once", expect = Expect.ACCEPTABLE, desc = "All that was accepted came out once.")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Accepted elements, then those that came out.")
    static final class Outcomes {
        private Outcomes() {}
    }

    abstract static class Race {
        final BoundedQueue<Integer> queue;
        private final Mixed left = new Mixed();
        private final Mixed right = new Mixed();

        private static String sorted(String elements) {
            return elements.chars()
                    .sorted()
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        private static final class Mixed {
            private final StringBuilder accepted = new StringBuilder();
            private final StringBuilder removed = new StringBuilder();

            private void run(BoundedQueue<Integer> queue, int first) {
                for (int element = first; element < first + 4; element++) {
                    if (queue.offer(element)) {
                        accepted.append(element);
                    }
                    Integer other = queue.poll();
                    if (other != null) {
                        removed.append(other);
                    }
                }
            }
        }

        Race(BoundedQueue<Integer> queue) {
            this.queue = queue;
        }

        void first(L_Result r) {
            left.run(queue, 1);
        }

        void second(L_Result r) {
            right.run(queue, 5);
        }

        void rest(L_Result r) {
            String accepted = sorted(left.accepted.toString() + right.accepted);
            String rest = Elements.rest(queue).replace("-", "");
            String removed = sorted(left.removed + rest + right.removed);
            r.r1 = accepted.equals(removed) ? "each once" : accepted + ", " + removed;
        }
    }

    /** {@link MpmcQueue}, capacity 1. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Mpmc extends Race {
        public Mpmc() {
            super(new MpmcQueue<>(1));
        }

        @Override
        @Actor
        public void first(L_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(L_Result r) {
            super.second(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }

    /** {@link MpmcQueue}, capacity 2. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class MpmcOfTwo extends Race {
        public MpmcOfTwo() {
            super(new MpmcQueue<>(2));
        }

        @Override
        @Actor
        public void first(L_Result r) {
            super.first(r);
        }

        @Override
        @Actor
        public void second(L_Result r) {
            super.second(r);
        }

        @Override
        @Arbiter
        public void rest(L_Result r) {
            super.rest(r);
        }
    }
}
