package io.ringway.queues;

import static io.ringway.queues.QueueKind.bounded;
import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is refused, in which words, and that the queue does not suffer from it. */
class BadInputTest {

    private static final int CAPACITY = 4;

    @EveryQueue
    void nullElementIsRefused(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(2, CAPACITY);
        Integer none = null;

        assertNamesNull("e", () -> queue.offer(none));
        assertNamesNull("e", () -> queue.add(none));
        assertUsable(queue);
    }

    @EveryQueue
    void nullElementIsRefusedByAFullQueueToo(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
        Integer none = null;

        assertNamesNull("e", () -> queue.offer(none));
        assertThat(queue.stats().rejected()).isZero();
        assertThat(pollAll(queue)).containsExactly(0, 1, 2, 3);
    }

    @EveryBlockingQueue
    void nullElementIsRefusedByBlockingInserts(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(2, CAPACITY);
        Integer none = null;

        assertNamesNull("e", () -> queue.put(none));
        assertNamesNull("e", () -> queue.offer(none, 1, TimeUnit.NANOSECONDS));
        assertUsable(queue);
    }

    @EveryBlockingQueue
    void nullUnitIsRefused(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(2, CAPACITY);
        TimeUnit none = null;

        assertNamesNull("unit", () -> queue.offer(7, 1, none));
        assertNamesNull("unit", () -> queue.poll(1, none));
        assertUsable(queue);
    }

    @EveryQueue
    void nullSinkIsRefused(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(2, CAPACITY);
        Consumer<Integer> none = null;

        assertNamesNull("sink", () -> queue.drain(none, 1));
        assertNamesNull("sink", () -> queue.drain(none, 0));
        assertUsable(queue);
    }

    @EveryQueue
    void nullSourceIsRefused(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(2, CAPACITY);
        Supplier<Integer> none = null;

        assertNamesNull("source", () -> queue.fill(none, 1));
        assertNamesNull("source", () -> queue.fill(none, 0));
        assertUsable(queue);
    }

    @EveryQueue
    void negativeLimitIsRefusedWithItsNameAndValue(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(2, CAPACITY);

        for (int limit : new int[] {-1, -42, Integer.MIN_VALUE}) {
            assertNamesValue("limit", limit, () -> queue.drain(e -> {}, limit));
            assertNamesValue("limit", limit, () -> queue.fill(() -> 7, limit));
        }
        assertUsable(queue);
    }

    @EveryQueue
    void limitZeroIsFineAndDoesNothing(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(2, CAPACITY);
        List<Integer> drained = new ArrayList<>();

        assertThat(queue.drain(drained::add, 0)).isZero();
        assertThat(queue.fill(
                        () -> {
                            throw new AssertionError("the source was asked");
                        },
                        0))
                .isZero();
        assertThat(drained).isEmpty();
        assertUsable(queue);
    }

    @EveryBlockingQueue
    void nullTargetOfDrainToIsRefused(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(2, CAPACITY);
        Collection<Integer> none = null;

        assertThatThrownBy(() -> queue.drainTo(none)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.drainTo(none, 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.drainTo(none, 0)).isInstanceOf(NullPointerException.class);
        assertUsable(queue);
    }

    @EveryBlockingQueue
    void drainingIntoItselfIsRefused(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(2, CAPACITY);

        assertThatThrownBy(() -> queue.drainTo(queue)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.drainTo(queue, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.drainTo(queue, 0)).isInstanceOf(IllegalArgumentException.class);
        assertUsable(queue);
    }

    @EveryQueue
    void nullCollectionIsRefused(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(2, CAPACITY);
        Collection<Integer> none = null;

        assertThatThrownBy(() -> queue.addAll(none)).isInstanceOf(NullPointerException.class);
        assertUsable(queue);
    }

    @EveryQueue
    void addingAQueueToItselfIsRefused(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(2, CAPACITY);

        assertThatThrownBy(() -> queue.addAll(queue)).isInstanceOf(IllegalArgumentException.class);
        assertUsable(queue);
    }

    @EveryQueue
    void argumentsAreCheckedBeforeTheStateOfTheQueue(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);
        Integer none = null;
        Supplier<Integer> noSource = null;
        queue.close();

        assertNamesNull("e", () -> queue.offer(none));
        assertNamesNull("e", () -> queue.add(none));
        assertNamesNull("source", () -> queue.fill(noSource, 1));
        assertNamesValue("limit", -1, () -> queue.fill(() -> 7, -1));
    }

    @EveryQueue
    void addAllStopsAtANullElement(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(2, CAPACITY);

        assertThatThrownBy(() -> queue.addAll(Arrays.asList(7, null, 8))).isInstanceOf(NullPointerException.class);
        assertThat(pollAll(queue)).containsExactly(0, 1, 7);
    }

    private static void assertNamesNull(String argument, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .message()
                .isNotNull()
                .containsPattern("\\b" + argument + "\\b");
    }

    private static void assertNamesValue(String argument, int value, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(argument)
                .hasMessageContaining(Integer.toString(value));
    }

    /** Holds 0 and 1, and has room for two more. */
    private static void assertUsable(Queue<Integer> queue) {
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.offer(2)).isTrue();
        assertThat(queue.offer(3)).isTrue();
        assertThat(queue.offer(4)).isFalse();
        QueueStats stats = bounded(queue).stats();
        assertThat(stats).isEqualTo(new QueueStats(CAPACITY, CAPACITY, CAPACITY, 0, 1));
        assertThat(pollAll(queue)).containsExactly(0, 1, 2, 3);
        assertThat(queue.poll()).isNull();
    }
}
