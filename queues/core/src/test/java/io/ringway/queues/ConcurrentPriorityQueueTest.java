package io.ringway.queues;

import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What priorities add to the contract that the shared tests state. */
class ConcurrentPriorityQueueTest {

    private static final int CAPACITY = 12;
    private static final int LEVELS = 8;

    private static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of(Named.of("any priority", new ConcurrentPriorityQueue<String>(CAPACITY))),
                Arguments.of(Named.of("levels", new ConcurrentPriorityQueue<String>(CAPACITY, LEVELS))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void lowestPriorityValueComesFirstAndEqualsInTheOrderOfInsertion(ConcurrentPriorityQueue<String> queue) {
        queue.offer("5a", 5);
        queue.offer("7a", 7);
        queue.offer("0a", 0);
        queue.offer("5b", 5);
        queue.offer("0b", 0);
        queue.offer("7b", 7);

        assertThat(queue.toArray()).containsExactly("0a", "0b", "5a", "5b", "7a", "7b");
        assertThat(queue.peek()).isEqualTo("0a");
        assertThat(pollAll(queue)).containsExactly("0a", "0b", "5a", "5b", "7a", "7b");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void laterElementOfLowerValueOvertakes(ConcurrentPriorityQueue<String> queue) {
        queue.offer("3a", 3);
        queue.offer("3b", 3);
        assertThat(queue.poll()).isEqualTo("3a");
        queue.offer("2", 2);

        assertThat(queue.poll()).isEqualTo("2");
        assertThat(queue.poll()).isEqualTo("3b");
        assertThat(queue.poll()).isNull();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void pollItemTellsPriorityAndSequence(ConcurrentPriorityQueue<String> queue) {
        queue.offer("4a", 4);
        queue.offer("1", 1);
        queue.offer("4b", 4);

        assertThat(queue.pollItem()).isEqualTo(new PrioritizedItem<>("1", 1, 1));
        assertThat(queue.pollItem()).isEqualTo(new PrioritizedItem<>("4a", 4, 0));
        queue.offer("4c", 4);
        assertThat(queue.pollItem()).isEqualTo(new PrioritizedItem<>("4b", 4, 2));
        assertThat(queue.pollItem()).isEqualTo(new PrioritizedItem<>("4c", 4, 3));
        assertThat(queue.pollItem()).isNull();
        assertThat(queue.stats()).isEqualTo(new QueueStats(CAPACITY, 0, 4, 4, 0));
    }

    @Test
    void plainInsertionsTakeTheMiddlePriority() throws Exception {
        assertMiddle(new ConcurrentPriorityQueue<>(CAPACITY), 0);
        for (int levels = 1; levels <= 64; levels++) {
            assertMiddle(new ConcurrentPriorityQueue<>(CAPACITY, levels), levels / 2);
        }
    }

    private static void assertMiddle(ConcurrentPriorityQueue<String> queue, int middle) throws InterruptedException {
        queue.offer("offered");
        queue.add("added");
        queue.put("put");
        queue.offer("timed", 1, TimeUnit.DAYS);
        queue.fill(() -> "filled", 1);

        for (PrioritizedItem<String> item = queue.pollItem(); item != null; item = queue.pollItem()) {
            assertThat(item.priority()).as(item.item()).isEqualTo(middle);
        }
        assertThat(queue.stats().dequeued()).isEqualTo(5);
    }

    @Test
    void everyIntIsAPriority() {
        ConcurrentPriorityQueue<Integer> queue = new ConcurrentPriorityQueue<>(CAPACITY);
        List<Integer> priorities = List.of(0, Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1, Integer.MIN_VALUE + 1);
        priorities.forEach(priority -> queue.offer(priority, priority));

        assertThat(pollAll(queue))
                .containsExactlyElementsOf(priorities.stream().sorted().toList());
    }

    @Test
    void everyLevelIsUsable() {
        ConcurrentPriorityQueue<Integer> queue = new ConcurrentPriorityQueue<>(64, 64);
        for (int priority = 63; priority >= 0; priority--) {
            queue.offer(priority, priority);
        }

        for (int priority = 0; priority < 64; priority++) {
            assertThat(queue.poll()).isEqualTo(priority);
        }
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void levelsShareTheCapacity() {
        ConcurrentPriorityQueue<Integer> queue = new ConcurrentPriorityQueue<>(5, LEVELS);
        for (int round = 0; round < LEVELS; round++) {
            for (int i = 0; i < 5; i++) {
                assertThat(queue.offer(i, (round + i % 2) % LEVELS)).isTrue();
            }
            assertThat(queue.offer(9, 0)).isFalse();
            assertThat(queue.remainingCapacity()).isZero();
            assertThat(pollAll(queue)).hasSize(5);
        }
        assertThat(queue.stats()).isEqualTo(new QueueStats(5, 0, 5 * LEVELS, 5 * LEVELS, LEVELS));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void numberOfLevelsOutOfRangeIsRefused(int levels) {
        assertRefused("levels", levels, () -> new ConcurrentPriorityQueue<String>(CAPACITY, levels));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 30) + 1})
    void capacityOutOfRangeIsRefusedWithLevelsToo(int capacity) {
        assertRefused("capacity", capacity, () -> new ConcurrentPriorityQueue<String>(capacity, LEVELS));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, LEVELS, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void priorityThatIsNoLevelIsRefusedAndNothingChanges(int priority) {
        ConcurrentPriorityQueue<String> queue = new ConcurrentPriorityQueue<>(1, LEVELS);

        assertPriorityRefused(queue, priority);
        assertThat(queue.stats()).isEqualTo(new QueueStats(1, 0, 0, 0, 0));
        queue.offer("full");
        assertPriorityRefused(queue, priority);
        queue.close();
        assertPriorityRefused(queue, priority);
        assertThat(pollAll(queue)).containsExactly("full");
        assertThat(queue.stats().rejected()).isZero();
    }

    private static void assertPriorityRefused(ConcurrentPriorityQueue<String> queue, int priority) {
        assertRefused("priority", priority, () -> queue.offer("x", priority));
        assertRefused("priority", priority, () -> queue.put("x", priority));
        assertRefused("priority", priority, () -> queue.offer("x", priority, 1, TimeUnit.DAYS));
    }

    private static void assertRefused(String name, int value, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(Integer.toString(value));
    }

    @ParameterizedTest
    @MethodSource("forms")
    @SuppressWarnings("NullAway") // what callers without the check may do
    void nullIsRefusedWithAPriorityToo(ConcurrentPriorityQueue<String> queue) {
        assertThatThrownBy(() -> queue.offer(null, 1))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("e");
        assertThatThrownBy(() -> queue.put(null, 1))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("e");
        assertThatThrownBy(() -> queue.offer(null, 1, 1, TimeUnit.DAYS))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("e");
        assertThatThrownBy(() -> queue.offer("x", 1, 1, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("unit");
        assertThat(queue.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void closedQueueRefusesEveryPriorityAndGivesWhatItHasInOrder(ConcurrentPriorityQueue<String> queue) {
        queue.offer("2", 2);
        queue.offer("1", 1);
        queue.close();

        assertThatThrownBy(() -> queue.offer("x", 1)).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(() -> queue.put("x", 1)).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(() -> queue.offer("x", 1, 1, TimeUnit.DAYS)).isInstanceOf(QueueClosedException.class);
        assertThat(queue.pollItem()).isEqualTo(new PrioritizedItem<>("1", 1, 1));
        assertThat(queue.poll()).isEqualTo("2");
        assertThat(queue.pollItem()).isNull();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void waitingPutKeepsItsPriority(ConcurrentPriorityQueue<String> queue) throws Exception {
        for (int i = 0; i < CAPACITY; i++) {
            queue.offer("3", 3);
        }
        Worker<Boolean> putter = Worker.startAction(() -> queue.put("2", 2)).awaitBlocked();
        assertThat(queue.poll()).isEqualTo("3");
        putter.result();
        Worker<Boolean> offerer =
                Worker.start(() -> queue.offer("1", 1, 1, TimeUnit.DAYS)).awaitBlocked();

        assertThat(queue.pollItem()).isEqualTo(new PrioritizedItem<>("2", 2, CAPACITY));
        assertThat(offerer.result()).isTrue();
        assertThat(queue.poll()).isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void pollItemMakesRoomForAWaitingProducer(ConcurrentPriorityQueue<String> queue) throws Exception {
        for (int i = 0; i < CAPACITY; i++) {
            queue.offer("3", 3);
        }
        Worker<Boolean> putter = Worker.startAction(() -> queue.put("2", 2)).awaitBlocked();

        queue.pollItem();

        putter.result();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void removalTakesTheFirstOfEqualElements(ConcurrentPriorityQueue<String> queue) {
        queue.offer("x", 5);
        queue.offer("a", 4);
        queue.offer("x", 3);
        queue.offer("b", 2);

        assertThat(queue.remove("x")).isTrue();
        assertThat(queue.toArray()).containsExactly("b", "a", "x");
        assertThat(queue.remove("x")).isTrue();
        assertThat(queue.remove("x")).isFalse();
        assertThat(pollAll(queue)).containsExactly("b", "a");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void iteratorRemovesTheVeryElementAndNotAnEqualOne(ConcurrentPriorityQueue<String> queue) {
        queue.offer("x", 3);
        queue.offer("x", 3);
        queue.offer("x", 1);
        Iterator<String> iterator = queue.iterator();
        iterator.next();
        iterator.next();
        iterator.remove();
        iterator.next();
        assertThat(queue.poll()).isEqualTo("x");
        iterator.remove();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.stats()).isEqualTo(new QueueStats(CAPACITY, 0, 3, 3, 0));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void drainToFollowsTheOrder(ConcurrentPriorityQueue<String> queue) {
        queue.offer("2", 2);
        queue.offer("0", 0);
        queue.offer("1", 1);
        List<String> target = new ArrayList<>();

        assertThat(queue.drainTo(target, 2)).isEqualTo(2);
        assertThat(queue.drainTo(target)).isEqualTo(1);
        assertThat(target).containsExactly("0", "1", "2");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void lastRoomIsKeptWhileASourceIsAsked(ConcurrentPriorityQueue<String> queue) throws Exception {
        for (int i = 1; i < CAPACITY; i++) {
            queue.offer("held", 1);
        }
        List<Worker<Boolean>> others = new ArrayList<>();

        int count = queue.fill(
                () -> {
                    assertThat(queue.offer("mine", 0)).as("the source itself").isFalse();
                    others.add(Worker.startAction(() -> queue.put("later", 0)).awaitBlocked());
                    return "filled";
                },
                2);

        assertThat(count).isOne();
        assertThat(queue.size()).isEqualTo(CAPACITY);
        List<String> taken = new ArrayList<>();
        taken.add(queue.poll());
        others.get(0).result();
        taken.addAll(pollAll(queue));
        assertThat(taken).hasSize(CAPACITY + 1).contains("filled", "later").doesNotContain("mine");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void roomKeptForASourceThatFailsGoesToWhoWaits(ConcurrentPriorityQueue<String> queue) throws Exception {
        for (int i = 1; i < CAPACITY; i++) {
            queue.offer("held", 1);
        }
        List<Worker<Boolean>> others = new ArrayList<>();

        assertThatThrownBy(() -> queue.fill(
                        () -> {
                            others.add(Worker.startAction(() -> queue.put("later", 0))
                                    .awaitBlocked());
                            throw new ArithmeticException("source");
                        },
                        1))
                .isInstanceOf(ArithmeticException.class);

        others.get(0).result();
        assertThat(queue.poll()).isEqualTo("later");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void sourceMayOfferButNeitherFillNorClose(ConcurrentPriorityQueue<String> queue) {
        queue.fill(
                () -> {
                    assertThat(queue.offer("by the source", 0)).isTrue();
                    assertThatThrownBy(() -> queue.fill(() -> "nested", 1)).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(queue::close).isInstanceOf(IllegalStateException.class);
                    return "filled";
                },
                1);

        assertThat(pollAll(queue)).containsExactly("by the source", "filled");
        queue.close();
        assertThat(queue.isClosed()).isTrue();
    }

    @Test
    void elementWhoseEqualityUsesTheQueueIsNoTrouble() {
        ConcurrentPriorityQueue<Object> queue = new ConcurrentPriorityQueue<>(CAPACITY, LEVELS);
        Object curious = new Object() {
            @Override
            public boolean equals(Object other) {
                queue.peek();
                return this == other;
            }

            @Override
            public int hashCode() {
                return queue.size();
            }
        };
        queue.offer(new Object(), 1);
        queue.offer(curious, 2);

        assertThat(queue.contains(curious)).isTrue();
        assertThat(queue.remove(curious)).isTrue();
        assertThat(queue).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void offerAndPollAllocateNothing(ConcurrentPriorityQueue<String> queue) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 20_000;
        offerAndPoll(queue, rounds);
        long before = threads.getCurrentThreadAllocatedBytes();
        offerAndPoll(queue, rounds);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).as("bytes in %s operations", 4 * rounds).isLessThan(rounds);
    }

    private static void offerAndPoll(ConcurrentPriorityQueue<String> queue, int rounds) {
        for (int i = 0; i < rounds; i++) {
            queue.offer("x", i % LEVELS);
            queue.offer("y", LEVELS - 1 - i % LEVELS);
            queue.poll();
            queue.poll();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what callers without the check may do
    void itemRefusesBadValues() {
        assertThatThrownBy(() -> new PrioritizedItem<>(null, 1, 1))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("item");
        assertThatThrownBy(() -> new PrioritizedItem<>("x", 1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sequence")
                .hasMessageContaining("-1");
    }
}
