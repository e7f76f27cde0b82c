package io.ringway.queues;

import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CapacityTest {

    private static Stream<Arguments> requestedCapacities() {
        return kindsWith(1, 2, 3, 4, 5, 7, 8, 9, 63, 64, 65, 1000, 1 << 16);
    }

    private static Stream<Arguments> refusedCapacities() {
        return kindsWith(0, -1, -1000, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE);
    }

    private static Stream<Arguments> kindsWith(int... capacities) {
        return Stream.of(QueueKind.values())
                .flatMap(kind -> IntStream.of(capacities).mapToObj(capacity -> Arguments.of(kind, capacity)));
    }

    @ParameterizedTest
    @MethodSource("requestedCapacities")
    void capacityIsTheOneAskedForOrTheNextPowerOfTwo(QueueKind kind, int requested) {
        int capacity = kind.create(requested).capacity();

        if (kind.rounds()) {
            assertThat(Integer.bitCount(capacity)).isOne();
            assertThat(capacity).isBetween(requested, 2 * requested - 1);
        } else {
            assertThat(capacity).isEqualTo(requested);
        }
    }

    @ParameterizedTest
    @MethodSource("requestedCapacities")
    void exactlyCapacityElementsFitOnEveryLap(QueueKind kind, int requested) {
        BoundedQueue<Integer> queue = kind.create(requested);
        int capacity = queue.capacity();

        for (int lap = 0; lap < 3; lap++) {
            for (int i = 0; i < capacity; i++) {
                assertThat(queue.offer(i)).isTrue();
            }
            assertThat(queue.offer(capacity)).isFalse();
            assertThat(queue.size()).isEqualTo(capacity);
            assertThat(queue.remainingCapacity()).isZero();
            assertThat(pollAll(queue)).hasSize(capacity);
        }
    }

    @ParameterizedTest
    @MethodSource("refusedCapacities")
    void capacityOutOfRangeIsRefusedWithItsNameAndValue(QueueKind kind, int requested) {
        assertThatThrownBy(() -> kind.create(requested))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity")
                .hasMessageContaining(Integer.toString(requested));
    }
}
