package io.ringway.queues;

import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

class FillTest {

    private static final int CAPACITY = 8;

    /** Gives 100, 101, 102, ... and counts; at one call it may fail instead. */
    private static final class Source implements Supplier<Integer> {
        private static final int NEVER = -1;

        private final int failingCall;
        private final RuntimeException failure;
        private int calls;

        Source() {
            this(NEVER, null);
        }

        /** A failure of null stands for a source that returns null. */
        Source(int failingCall, RuntimeException failure) {
            this.failingCall = failingCall;
            this.failure = failure;
        }

        @Override
        public Integer get() {
            int call = calls++;
            if (call != failingCall) {
                return 100 + call;
            }
            if (failure == null) {
                return null;
            }
            throw failure;
        }
    }

    @EveryQueue
    void sourceIsAskedNoMoreThanTheLimitAndTheRoomAllow(QueueKind kind) {
        for (int held = 0; held <= CAPACITY; held++) {
            for (int limit = 0; limit <= CAPACITY + 1; limit++) {
                BoundedQueue<Integer> queue = kind.holding(held, CAPACITY);
                Source source = new Source();
                int expected = Math.min(limit, CAPACITY - held);

                assertThat(queue.fill(source, limit)).isEqualTo(expected);

                assertThat(source.calls).isEqualTo(expected);
                assertThat(queue.size()).isEqualTo(held + expected);
                assertThat(queue.stats().enqueued()).isEqualTo(held + expected);
            }
        }
    }

    @EveryQueue
    void hugeLimitMeansTheRoomThereIs(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(3, CAPACITY);

        assertThat(queue.fill(new Source(), Integer.MAX_VALUE)).isEqualTo(CAPACITY - 3);
        assertThat(pollAll(queue)).containsExactly(0, 1, 2, 100, 101, 102, 103, 104);
    }

    @EveryQueue
    void fillOfAFullQueueAsksForNothingAndRefusesNothing(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
        Source source = new Source();

        assertThat(queue.fill(source, 1)).isZero();
        assertThat(source.calls).isZero();
        assertThat(queue.stats().rejected()).isZero();
    }

    @EveryQueue
    void fillAndDrainKeepTheOrderOverManyLaps(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);
        Source source = new Source();
        List<Integer> drained = new ArrayList<>();

        for (int lap = 0; lap < 200; lap++) {
            queue.fill(source, 1 + lap % CAPACITY);
            queue.drain(drained::add, 1 + lap % 5);
        }
        queue.drain(drained::add, CAPACITY);

        assertThat(drained).hasSize(source.calls).isSorted().doesNotHaveDuplicates();
    }

    @EveryQueue
    void whatTheSourceGaveBeforeItThrewStaysIn(QueueKind kind) {
        for (int failing = 0; failing < CAPACITY - 2; failing++) {
            RuntimeException failure = new IllegalArgumentException("source");
            assertFailureKeepsTheRest(kind, new Source(failing, failure), failing, failure.getClass());
        }
    }

    @EveryQueue
    void nullFromTheSourceIsTreatedAsAThrow(QueueKind kind) {
        for (int failing = 0; failing < CAPACITY - 2; failing++) {
            assertFailureKeepsTheRest(kind, new Source(failing, null), failing, NullPointerException.class);
        }
    }

    private static void assertFailureKeepsTheRest(
            QueueKind kind, Source source, int given, Class<? extends Throwable> failure) {
        BoundedQueue<Integer> queue = kind.holding(2, CAPACITY);

        assertThatThrownBy(() -> queue.fill(source, CAPACITY)).isInstanceOf(failure);

        int held = 2 + given;
        assertThat(source.calls).isEqualTo(given + 1);
        assertThat(queue.size()).isEqualTo(held);
        assertThat(queue.remainingCapacity()).isEqualTo(CAPACITY - held);
        assertThat(queue.stats().enqueued() - queue.stats().dequeued()).isEqualTo(held);
        List<Integer> expected = new ArrayList<>(List.of(0, 1));
        for (int i = 0; i < given; i++) {
            expected.add(100 + i);
        }
        for (int i = 200; queue.offer(i); i++) {
            expected.add(i);
        }
        assertThat(expected).as("the whole capacity is usable").hasSize(CAPACITY);
        assertThat(queue.peek()).isZero();
        assertThat(pollAll(queue)).isEqualTo(expected);
        QueueStats stats = queue.stats();
        assertThat(stats.enqueued()).isEqualTo(stats.dequeued());
        assertThat(queue.isEmpty()).isTrue();
    }

    @EveryQueue
    void emptyQueueIsEmptyAfterASourceThatGaveNothing(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);

        for (int i = 0; i < 3 * CAPACITY; i++) {
            Source source = new Source(0, new IllegalArgumentException("source"));
            assertThatThrownBy(() -> queue.fill(source, CAPACITY)).hasMessage("source");
            assertThat(queue.isEmpty()).isTrue();
            assertThat(queue.size()).isZero();
            assertThat(queue.poll()).isNull();
            assertThat(queue.peek()).isNull();
        }
        assertThat(queue.fill(new Source(), CAPACITY)).isEqualTo(CAPACITY);
    }

    @EveryBlockingQueue
    void takeWaitsPastWhatAFailedSourceLeftBehind(QueueKind kind) throws Exception {
        var queue = kind.<Integer>createBlocking(CAPACITY);
        Source source = new Source(1, new IllegalArgumentException("source"));
        assertThatThrownBy(() -> QueueKind.bounded(queue).fill(source, CAPACITY));
        assertThat(queue.take()).isEqualTo(100);

        Worker<Integer> taker = Worker.start(queue::take).awaitBlocked();
        queue.put(7);

        assertThat(taker.result()).isEqualTo(7);
    }
}
