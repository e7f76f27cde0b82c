package io.ringway.queues;

import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

class DrainTest {

    private static final int CAPACITY = 8;

    @EveryQueue
    void drainTakesNoMoreThanTheLimit(QueueKind kind) {
        for (int limit = 0; limit <= CAPACITY; limit++) {
            BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
            List<Integer> drained = new ArrayList<>();

            assertThat(queue.drain(drained::add, limit)).isEqualTo(limit);

            assertThat(drained).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7).subList(0, limit));
            assertThat(queue.size()).isEqualTo(CAPACITY - limit);
            assertThat(pollAll(queue)).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7).subList(limit, CAPACITY));
        }
    }

    @EveryQueue
    void drainEndsWhenTheQueueIsEmpty(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(3, CAPACITY);
        List<Integer> drained = new ArrayList<>();

        assertThat(queue.drain(drained::add, Integer.MAX_VALUE)).isEqualTo(3);
        assertThat(queue.drain(drained::add, Integer.MAX_VALUE)).isZero();
        assertThat(drained).containsExactly(0, 1, 2);
    }

    @EveryQueue
    void drainKeepsTheOrderAcrossTheWrapOfTheRing(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);
        List<Integer> drained = new ArrayList<>();
        int offered = 0;

        for (int lap = 0; lap < 50; lap++) {
            for (int i = 0; i < 5; i++) {
                queue.add(offered++);
            }
            assertThat(queue.drain(drained::add, 5)).isEqualTo(5);
        }

        assertThat(drained).hasSize(offered).isSorted();
    }

    @EveryQueue
    void throwingSinkLosesOnlyTheElementItWasGiven(QueueKind kind) {
        for (int failing = 0; failing < CAPACITY; failing++) {
            BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
            List<Integer> drained = new ArrayList<>();
            Consumer<Integer> sink = failsAt(failing, drained);

            assertThatThrownBy(() -> queue.drain(sink, CAPACITY)).hasMessage("sink");

            int taken = failing + 1;
            assertThat(queue.size()).isEqualTo(CAPACITY - taken);
            assertThat(queue.remainingCapacity()).isEqualTo(taken);
            assertThat(queue.stats()).isEqualTo(new QueueStats(CAPACITY, CAPACITY - taken, CAPACITY, taken, 0));
            queue.drain(drained::add, CAPACITY);
            List<Integer> expected = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
            expected.remove(failing);
            assertThat(drained).isEqualTo(expected);
            assertFullCapacityIsUsable(queue);
        }
    }

    @EveryQueue
    void sinkThatAlwaysThrowsTakesOneElementEachTime(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
        Consumer<Integer> sink = e -> {
            throw new IllegalArgumentException("sink");
        };

        for (int left = CAPACITY; left > 0; left--) {
            assertThat(queue.size()).isEqualTo(left);
            assertThatThrownBy(() -> queue.drain(sink, CAPACITY)).hasMessage("sink");
        }
        assertThat(queue.drain(sink, CAPACITY)).isZero();
        assertFullCapacityIsUsable(queue);
    }

    @EveryQueue
    void errorOfTheSinkIsTreatedAsAnyThrow(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(3, CAPACITY);

        assertThatThrownBy(() -> queue.drain(
                        e -> {
                            throw new StackOverflowError("sink");
                        },
                        2))
                .isInstanceOf(StackOverflowError.class);
        assertThat(pollAll(queue)).containsExactly(1, 2);
        assertFullCapacityIsUsable(queue);
    }

    private static Consumer<Integer> failsAt(int failing, List<Integer> drained) {
        return e -> {
            if (e == failing) {
                throw new IllegalArgumentException("sink");
            }
            drained.add(e);
        };
    }

    private static void assertFullCapacityIsUsable(BoundedQueue<Integer> queue) {
        List<Integer> given = new ArrayList<>();
        for (int i = 100; queue.offer(i); i++) {
            given.add(i);
        }
        assertThat(given).hasSize(CAPACITY);
        assertThat(pollAll(queue)).isEqualTo(given);
    }
}
