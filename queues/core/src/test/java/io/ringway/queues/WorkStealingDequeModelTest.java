package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Any sequence of calls has the same outcomes as with a plain deque of which the newest elements may be hidden. */
class WorkStealingDequeModelTest {

    private static final int TRIES = 2_000;
    private static final int MAX_CALLS = 150;
    private static final int MAX_CAPACITY = 17;

    private enum Call {
        PUSH,
        POP,
        STEAL,
        BATCH_OF_TWO,
        BATCH,
        SHARE,
        POP_STOLEN
    }

    /** One thread plays the owner and the thieves, so a thief's question is answered by the owner's next call. */
    private static final class Model {
        private final ArrayDeque<Integer> shared = new ArrayDeque<>();
        private final ArrayDeque<Integer> kept = new ArrayDeque<>();
        private final ArrayDeque<Integer> stolen = new ArrayDeque<>();
        private final int capacity;
        private final int privateLimit;
        private boolean asked;
        private long pushes;
        private long refused;

        Model(int capacity, int privateLimit) {
            this.capacity = capacity;
            this.privateLimit = privateLimit;
        }

        int size() {
            return shared.size() + kept.size();
        }

        QueueStats stats() {
            return new QueueStats(capacity, size(), pushes, pushes - size(), refused);
        }

        boolean push(int e) {
            if (size() == capacity) {
                refused++;
                return false;
            }
            pushes++;
            kept.addLast(e);
            share(asked ? Math.min(privateLimit, kept.size() / 2) : privateLimit);
            asked = false;
            return true;
        }

        @Nullable
        Integer pop() {
            if (kept.isEmpty()) {
                return shared.pollLast();
            }
            Integer e = kept.pollLast();
            if (asked && !kept.isEmpty()) {
                share(kept.size() / 2);
                asked = false;
            }
            return e;
        }

        void share(int remaining) {
            while (kept.size() > remaining) {
                shared.addLast(kept.removeFirst());
            }
        }

        @Nullable
        Integer steal() {
            Integer e = shared.pollFirst();
            asked |= e == null;
            return e;
        }

        int stealBatch(int limit) {
            int count = Math.min(Math.min(limit, capacity - stolen.size()), (shared.size() + 1) / 2);
            asked |= shared.isEmpty() && stolen.size() < capacity;
            for (int i = 0; i < count; i++) {
                stolen.addLast(shared.removeFirst());
            }
            return count;
        }
    }

    @Property(tries = TRIES)
    void doesWhatTheModelDoes(
            @ForAll @IntRange(min = 1, max = MAX_CAPACITY) int requested,
            @ForAll @IntRange(min = 0, max = MAX_CAPACITY) int privateLimit,
            @ForAll("calls") List<Call> calls) {
        int limit = Math.min(privateLimit, requested);
        WorkStealingDeque<Integer> deque = new WorkStealingDeque<>(requested, limit);
        WorkStealingDeque<Integer> into = new WorkStealingDeque<>(requested, limit);
        Model model = new Model(deque.capacity(), limit);
        int next = 0;
        for (Call call : calls) {
            next++;
            switch (call) {
                case PUSH -> assertThat(deque.push(next)).isEqualTo(model.push(next));
                case POP -> assertThat(deque.pop()).isEqualTo(model.pop());
                case STEAL -> assertThat(deque.steal()).isEqualTo(model.steal());
                case BATCH_OF_TWO -> assertThat(deque.stealBatch(into, 2)).isEqualTo(model.stealBatch(2));
                case BATCH ->
                    assertThat(deque.stealBatch(into, MAX_CAPACITY)).isEqualTo(model.stealBatch(MAX_CAPACITY));
                case SHARE -> {
                    deque.share();
                    model.share(0);
                    model.asked = false;
                }
                case POP_STOLEN -> assertThat(into.pop()).isEqualTo(model.stolen.pollLast());
            }
            assertThat(deque.stats()).as("%s", call).isEqualTo(model.stats());
            assertThat(deque.size()).isEqualTo(model.size());
            assertThat(deque.isEmpty()).isEqualTo(model.size() == 0);
            assertThat(into.size()).isEqualTo(model.stolen.size());
        }
    }

    @Provide
    Arbitrary<List<Call>> calls() {
        return Arbitraries.frequency(
                        Tuple.of(8, Call.PUSH),
                        Tuple.of(4, Call.POP),
                        Tuple.of(2, Call.STEAL),
                        Tuple.of(1, Call.BATCH_OF_TWO),
                        Tuple.of(1, Call.BATCH),
                        Tuple.of(1, Call.SHARE),
                        Tuple.of(2, Call.POP_STOLEN))
                .list()
                .ofMaxSize(MAX_CALLS);
    }
}
