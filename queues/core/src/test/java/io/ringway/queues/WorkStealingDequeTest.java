package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkStealingDequeTest {

    /** A deque of the numbers from 0, pushed in their order. */
    private static WorkStealingDeque<Integer> holding(int count, int capacity, int privateLimit) {
        WorkStealingDeque<Integer> deque = new WorkStealingDeque<>(capacity, privateLimit);
        for (int i = 0; i < count; i++) {
            assertThat(deque.push(i)).isTrue();
        }
        return deque;
    }

    private static List<Integer> popAll(WorkStealingDeque<Integer> deque) {
        List<Integer> all = new ArrayList<>();
        for (Integer e = deque.pop(); e != null; e = deque.pop()) {
            all.add(e);
        }
        return all;
    }

    private static List<Integer> stealAll(WorkStealingDeque<Integer> deque) {
        List<Integer> all = new ArrayList<>();
        for (Integer e = deque.steal(); e != null; e = deque.steal()) {
            all.add(e);
        }
        return all;
    }

    /** Every slot is empty: an element that is gone can be collected. */
    private static void assertHoldsNothing(WorkStealingDeque<?> deque) {
        assertThat(deque.slots).containsOnlyNulls();
        assertThat(deque.privates).containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8})
    void ownerPopsTheNewestFirst(int privateLimit) {
        WorkStealingDeque<Integer> deque = holding(6, 8, privateLimit);

        assertThat(popAll(deque)).containsExactly(5, 4, 3, 2, 1, 0);
        assertThat(deque.pop()).isNull();
        assertHoldsNothing(deque);
    }

    @Test
    void thievesTakeTheOldestFirst() {
        WorkStealingDeque<Integer> deque = holding(6, 8, 0);

        assertThat(stealAll(deque)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(deque.steal()).isNull();
        assertThat(deque.pop()).isNull();
        assertHoldsNothing(deque);
    }

    @Test
    void bothEndsMeetInTheMiddle() {
        WorkStealingDeque<Integer> deque = holding(5, 8, 0);

        assertThat(deque.pop()).isEqualTo(4);
        assertThat(deque.steal()).isEqualTo(0);
        assertThat(deque.pop()).isEqualTo(3);
        assertThat(deque.steal()).isEqualTo(1);
        assertThat(deque.pop()).isEqualTo(2);
        assertThat(deque.pop()).isNull();
        assertThat(deque.steal()).isNull();
        assertThat(deque.push(7)).isTrue();
        assertThat(deque.steal()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "2, 1", "4, 0", "4, 3", "4, 4"})
    void refusesExactlyWhatDoesNotFitOnEveryLap(int capacity, int privateLimit) {
        WorkStealingDeque<Integer> deque = new WorkStealingDeque<>(capacity, privateLimit);

        for (int lap = 1; lap <= 5; lap++) {
            for (int i = 0; i < capacity; i++) {
                assertThat(deque.push(i)).isTrue();
            }
            assertThat(deque.push(capacity)).isFalse();
            deque.share();
            assertThat(deque.push(capacity)).isFalse();
            assertThat(deque.stats())
                    .isEqualTo(
                            new QueueStats(capacity, capacity, (long) lap * capacity, (lap - 1L) * capacity, 2L * lap));
            assertThat(deque.steal()).isZero(); // so that the next lap begins at another slot
            assertThat(popAll(deque)).hasSize(capacity - 1);
        }
    }

    @Test
    void theLastElementGoesToWhoAsksFirst() {
        WorkStealingDeque<Integer> deque = holding(1, 4, 0);

        assertThat(deque.steal()).isZero();
        assertThat(deque.pop()).isNull();
        assertThat(deque.push(1)).isTrue();
        assertThat(deque.pop()).isEqualTo(1);
        assertThat(deque.steal()).isNull();
    }

    @Test
    void stealingMakesRoom() {
        WorkStealingDeque<Integer> deque = holding(4, 4, 0);

        for (int i = 4; i < 40; i++) {
            assertThat(deque.push(i)).isFalse();
            assertThat(deque.steal()).isEqualTo(i - 4);
            assertThat(deque.push(i)).isTrue();
            assertThat(deque.size()).isEqualTo(4);
        }
        assertThat(popAll(deque)).containsExactly(39, 38, 37, 36);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "4, 2", "7, 4", "8, 4"})
    void stealBatchMovesHalfRoundedUp(int count, int moved) {
        WorkStealingDeque<Integer> deque = holding(count, 8, 0);
        WorkStealingDeque<Integer> into = new WorkStealingDeque<>(8);

        assertThat(deque.stealBatch(into, Integer.MAX_VALUE)).isEqualTo(moved);

        assertThat(deque.size()).isEqualTo(count - moved);
        assertThat(stealAll(into)).isEqualTo(IntStream.range(0, moved).boxed().toList());
        assertThat(stealAll(deque))
                .isEqualTo(IntStream.range(moved, count).boxed().toList());
        assertHoldsNothing(deque);
    }

    @Test
    void stealBatchMovesAtMostTheLimit() {
        WorkStealingDeque<Integer> deque = holding(8, 8, 0);
        WorkStealingDeque<Object> into = new WorkStealingDeque<>(8);

        assertThat(deque.stealBatch(into, 3)).isEqualTo(3);
        assertThat(deque.stealBatch(into, 0)).isZero();
        assertThat(into.pop()).isEqualTo(2);
        assertThat(deque.steal()).isEqualTo(3);
    }

    @Test
    void stealBatchMovesNoMoreThanFitsAndRefusesNothing() {
        WorkStealingDeque<Integer> deque = holding(8, 8, 0);
        WorkStealingDeque<Integer> into = holding(3, 4, 0);

        assertThat(deque.stealBatch(into, 8)).isOne();
        assertThat(deque.stealBatch(into, 8)).isZero();
        assertThat(into.stats()).isEqualTo(new QueueStats(4, 4, 4, 0, 0));
        assertThat(deque.stats()).isEqualTo(new QueueStats(8, 7, 8, 1, 0));
    }

    @Test
    void stealBatchFindsNothingInAnEmptyDeque() {
        WorkStealingDeque<Integer> into = new WorkStealingDeque<>(4);

        assertThat(new WorkStealingDeque<Integer>(4).stealBatch(into, 4)).isZero();
        assertThat(into.isEmpty()).isTrue();
    }

    @Test
    void batchesGoThroughManyLaps() {
        WorkStealingDeque<Integer> deque = new WorkStealingDeque<>(4);
        WorkStealingDeque<Integer> into = new WorkStealingDeque<>(2, 2);
        for (int i = 0; i < 100; i += 2) {
            assertThat(deque.push(i)).isTrue();
            assertThat(deque.push(i + 1)).isTrue();
            assertThat(deque.stealBatch(into, 2)).isOne();
            assertThat(deque.stealBatch(into, 2)).isOne();
            assertThat(popAll(into)).containsExactly(i + 1, i);
        }
        assertHoldsNothing(deque);
        assertHoldsNothing(into);
    }

    @Test
    void thiefThatFindsOnlyPrivateElementsAsksAndTheNextPushShares() {
        WorkStealingDeque<Integer> deque = holding(3, 8, 4);

        assertThat(deque.steal()).isNull();
        assertThat(deque.push(3)).isTrue();
        assertThat(stealAll(deque)).containsExactly(0, 1);
        assertThat(popAll(deque)).containsExactly(3, 2);
    }

    @Test
    void thiefThatFindsOnlyPrivateElementsAsksAndTheNextPopShares() {
        WorkStealingDeque<Integer> deque = holding(4, 8, 4);

        assertThat(deque.steal()).isNull();
        assertThat(deque.pop()).isEqualTo(3);
        assertThat(stealAll(deque)).containsExactly(0, 1);
        assertThat(popAll(deque)).containsExactly(2);
    }

    @Test
    void askingAnEmptyDequeMakesTheNextElementShared() {
        WorkStealingDeque<Integer> deque = holding(0, 8, 4);

        assertThat(deque.steal()).isNull();
        assertThat(deque.pop()).isNull();
        assertThat(deque.push(0)).isTrue();
        assertThat(deque.push(1)).isTrue();
        assertThat(stealAll(deque)).containsExactly(0);
        assertThat(popAll(deque)).containsExactly(1);
    }

    @Test
    void aBatchAsksToo() {
        WorkStealingDeque<Integer> deque = holding(3, 8, 4);
        WorkStealingDeque<Integer> into = new WorkStealingDeque<>(8);

        assertThat(deque.stealBatch(into, 8)).isZero();
        assertThat(deque.push(3)).isTrue();
        assertThat(deque.stealBatch(into, 8)).isOne();
        assertThat(into.pop()).isZero();
    }

    @Test
    void shareMakesAllElementsStealable() {
        WorkStealingDeque<Integer> deque = holding(4, 8, 4);

        deque.share();

        assertThat(deque.push(4)).isTrue();
        assertThat(stealAll(deque)).containsExactly(0, 1, 2, 3);
        assertThat(popAll(deque)).containsExactly(4);
        deque.share();
        assertHoldsNothing(deque);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void noMoreThanTheLimitIsPrivate(int privateLimit) {
        WorkStealingDeque<Integer> deque = holding(8, 8, privateLimit);

        assertThat(stealAll(deque))
                .isEqualTo(IntStream.range(0, 8 - privateLimit).boxed().toList());
        assertThat(deque.size()).isEqualTo(privateLimit);
    }

    @Test
    void theOwnerTakesBackWhatItHasShared() {
        WorkStealingDeque<Integer> deque = holding(8, 8, 2);

        assertThat(popAll(deque)).containsExactly(7, 6, 5, 4, 3, 2, 1, 0);
        assertThat(deque.push(8)).isTrue();
        assertThat(deque.steal()).isNull();
        assertThat(deque.pop()).isEqualTo(8);
    }

    @Test
    void shareDoesNothingInTheDefaultMode() {
        WorkStealingDeque<Integer> deque = holding(2, 2, 0);

        deque.share();

        assertThat(deque.stats()).isEqualTo(new QueueStats(2, 2, 2, 0, 0));
        assertThat(stealAll(deque)).containsExactly(0, 1);
    }

    @Test
    void countsWhatItHasDone() {
        WorkStealingDeque<Integer> deque = holding(4, 4, 1);

        deque.push(4);
        deque.pop();
        deque.steal();
        deque.steal();

        assertThat(deque.stats()).isEqualTo(new QueueStats(4, 1, 4, 3, 1));
        assertThat(deque.size()).isOne();
        assertThat(deque.isEmpty()).isFalse();
        deque.pop();
        assertThat(deque.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "5, 8", "1000, 1024"})
    void capacityIsTheNextPowerOfTwo(int requested, int capacity) {
        assertThat(new WorkStealingDeque<>(requested).capacity()).isEqualTo(capacity);
        assertThat(new WorkStealingDeque<>(requested, requested).capacity()).isEqualTo(capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE})
    void capacityOutOfRangeIsRefusedWithItsNameAndValue(int capacity) {
        assertThatThrownBy(() -> new WorkStealingDeque<>(capacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity")
                .hasMessageContaining(Integer.toString(capacity));
        assertThatThrownBy(() -> new WorkStealingDeque<>(capacity, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity")
                .hasMessageContaining(Integer.toString(capacity));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 9, Integer.MAX_VALUE})
    void privateLimitOutOfRangeIsRefusedWithItsNameAndValue(int privateLimit) {
        assertThatThrownBy(() -> new WorkStealingDeque<>(8, privateLimit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("privateLimit")
                .hasMessageContaining(Integer.toString(privateLimit));
    }

    @Test
    void badArgumentsAreRefusedAndChangeNothing() {
        WorkStealingDeque<Integer> deque = holding(2, 2, 0);
        WorkStealingDeque<Integer> into = new WorkStealingDeque<>(2);
        Integer none = null;
        WorkStealingDeque<Integer> nowhere = null;

        assertThatThrownBy(() -> deque.push(none))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("e");
        assertThatThrownBy(() -> deque.stealBatch(nowhere, 1))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("into");
        assertThatThrownBy(() -> deque.stealBatch(into, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit")
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> deque.stealBatch(deque, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("into");
        assertThat(deque.stats()).isEqualTo(new QueueStats(2, 2, 2, 0, 0));
        assertThat(into.isEmpty()).isTrue();
    }

    @Test
    void ownerOperationsOfAnotherThreadAreDetectedWhereAssertionsAreOn() throws Exception {
        assertThat(WorkStealingDeque.class.desiredAssertionStatus()).isTrue();
        WorkStealingDeque<Integer> deque = holding(2, 4, 0);
        WorkStealingDeque<Integer> other = new WorkStealingDeque<>(4);

        for (Worker.Action foreign : List.<Worker.Action>of(
                () -> deque.push(3), deque::pop, deque::share, () -> other.stealBatch(deque, 1))) {
            assertThat(Worker.startAction(foreign).failure())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("worker")
                    .hasMessageContaining(Thread.currentThread().getName())
                    .hasMessageContaining("owner");
        }
        assertThat(Worker.start(deque::steal).result()).isZero();
        assertThat(Worker.start(() -> deque.stealBatch(new WorkStealingDeque<>(4), 4))
                        .result())
                .isOne();
        assertThat(Worker.start(deque::stats).result()).isEqualTo(new QueueStats(4, 0, 2, 2, 0));
        assertThat(deque.push(1)).isTrue();
        assertThat(deque.pop()).isEqualTo(1);
    }

    @Test
    void indicesMayPassTheRangeOfInt() {
        WorkStealingDeque<Integer> deque = new WorkStealingDeque<>(4, 1);
        deque.pushed = deque.top = deque.shared = deque.freeEnd = Integer.MAX_VALUE - 5L;
        for (int i = 0; i < 20; i++) {
            assertThat(deque.push(i)).isTrue();
            assertThat(deque.push(-i)).isTrue();
            assertThat(deque.steal()).isEqualTo(i);
            assertThat(deque.pop()).isEqualTo(-i);
        }
        assertThat(deque.stats().size()).isZero();
    }
}
