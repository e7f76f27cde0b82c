package io.ringway.queues;

import static io.ringway.queues.QueueKind.bounded;
import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class EndOfLifeTest {

    private static final int CAPACITY = 4;

    private static <E> void close(BlockingQueue<E> queue) {
        bounded(queue).close();
    }

    private static void assertClosed(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(QueueClosedException.class);
    }

    @EveryQueue
    void everyInsertingCallThrowsAfterCloseFullOrNot(QueueKind kind) {
        for (int held = 0; held <= CAPACITY; held++) {
            BoundedQueue<Integer> queue = kind.holding(held, CAPACITY);
            queue.close();

            assertThat(queue.isClosed()).isTrue();
            assertClosed(() -> queue.offer(7));
            assertClosed(() -> queue.add(7));
            assertClosed(() -> queue.addAll(List.of(7)));
            assertClosed(() -> queue.fill(() -> 7, 1));
            assertThat(queue.size()).isEqualTo(held);
            assertThat(pollAll(queue)).hasSize(held);
        }
    }

    @EveryBlockingQueue
    void everyBlockingInsertThrowsAfterCloseFullOrNot(QueueKind kind) {
        for (int held = 0; held <= CAPACITY; held++) {
            BlockingQueue<Integer> queue = kind.blockingHolding(held, CAPACITY);
            close(queue);

            assertClosed(() -> queue.put(7));
            assertClosed(() -> queue.offer(7, 0, TimeUnit.NANOSECONDS));
            assertClosed(() -> queue.offer(7, 1, TimeUnit.DAYS));
            assertThat(pollAll(queue)).hasSize(held);
        }
    }

    @EveryQueue
    void closedIsAnIllegalState(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);
        queue.close();

        assertThatThrownBy(() -> queue.offer(7)).isInstanceOf(IllegalStateException.class);
    }

    @EveryQueue
    void sourceIsNotAskedAfterClose(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);
        queue.close();

        assertClosed(() -> queue.fill(
                () -> {
                    throw new AssertionError("the source was asked");
                },
                1));
    }

    @EveryQueue
    void closedAndEmptiedQueueStillRefusesToInsert(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
        queue.close();
        pollAll(queue);

        assertClosed(() -> queue.offer(7));
        assertClosed(() -> queue.fill(() -> 7, 1));
        assertThat(queue.poll()).isNull();
    }

    @EveryQueue
    void consumersGetWhatIsLeftThenNull(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(3, CAPACITY);
        queue.close();

        assertThat(queue.peek()).isZero();
        assertThat(queue.poll()).isZero();
        assertThat(queue.size()).isEqualTo(2);
        List<Integer> drained = new ArrayList<>();
        assertThat(queue.drain(drained::add, CAPACITY)).isEqualTo(2);
        assertThat(drained).containsExactly(1, 2);
        assertThat(queue.drain(drained::add, CAPACITY)).isZero();
        assertThat(queue.poll()).isNull();
        assertThat(queue.peek()).isNull();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.stats()).isEqualTo(new QueueStats(CAPACITY, 0, 3, 3, 0));
    }

    @EveryBlockingQueue
    void blockingConsumersGetWhatIsLeftThenTheEnd(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(3, CAPACITY);
        close(queue);

        assertThat(queue.take()).isZero();
        assertThat(queue.poll(1, TimeUnit.DAYS)).isEqualTo(1);
        List<Integer> drained = new ArrayList<>();
        assertThat(queue.drainTo(drained)).isEqualTo(1);
        assertThat(drained).containsExactly(2);
        assertThat(queue.poll(1, TimeUnit.DAYS)).isNull();
        assertThat(queue.poll(0, TimeUnit.DAYS)).isNull();
        assertClosed(queue::take);
        assertThat(queue.drainTo(drained)).isZero();
    }

    @EveryQueue
    void closingTwiceIsFine(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(1, CAPACITY);

        queue.close();
        queue.close();

        assertThat(queue.isClosed()).isTrue();
        assertThat(pollAll(queue)).containsExactly(0);
        queue.close();
        assertThat(queue.isClosed()).isTrue();
    }

    @EveryQueue
    void clearAfterCloseEmptiesTheQueue(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(3, CAPACITY);
        queue.close();

        queue.clear();

        assertThat(queue.poll()).isNull();
        assertThat(queue.size()).isZero();
    }

    @EveryQueue
    void tryWithResourcesClosesTheQueue(QueueKind kind) {
        BoundedQueue<Integer> closed;
        try (BoundedQueue<Integer> queue = kind.create(CAPACITY)) {
            closed = queue;
            assertThat(queue.isClosed()).isFalse();
        }
        assertThat(closed.isClosed()).isTrue();
    }

    @EveryQueue
    void refusalsBeforeCloseStayCountedAfterIt(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
        queue.offer(7);
        queue.close();

        assertThat(queue.stats()).isEqualTo(new QueueStats(CAPACITY, CAPACITY, CAPACITY, 0, 1));
    }

    @EveryBlockingQueue
    void putThatWaitsForRoomThrowsAtClose(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(CAPACITY, CAPACITY);
        List<Worker<Boolean>> putters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            putters.add(Worker.startAction(() -> queue.put(7)).awaitBlocked());
        }

        close(queue);

        for (Worker<Boolean> putter : putters) {
            assertThat(putter.failure()).isInstanceOf(QueueClosedException.class);
        }
        assertThat(pollAll(queue)).containsExactly(0, 1, 2, 3);
    }

    @EveryBlockingQueue
    void timedOfferThatWaitsForRoomThrowsAtClose(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(CAPACITY, CAPACITY);
        Worker<Boolean> offerer =
                Worker.start(() -> queue.offer(7, 1, TimeUnit.DAYS)).awaitBlocked();

        close(queue);

        assertThat(offerer.failure()).isInstanceOf(QueueClosedException.class);
        assertThat(pollAll(queue)).containsExactly(0, 1, 2, 3);
    }

    @EveryBlockingQueue
    void takeThatWaitsForAnElementThrowsAtClose(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        List<Worker<Integer>> takers = new ArrayList<>();
        for (int i = 0; i < kind.consumers(3); i++) {
            takers.add(Worker.start(queue::take).awaitBlocked());
        }

        close(queue);

        for (Worker<Integer> taker : takers) {
            assertThat(taker.failure()).isInstanceOf(QueueClosedException.class);
        }
    }

    @EveryBlockingQueue
    void timedPollThatWaitsForAnElementReturnsNullAtClose(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        List<Worker<Integer>> pollers = new ArrayList<>();
        for (int i = 0; i < kind.consumers(3); i++) {
            pollers.add(Worker.start(() -> queue.poll(1, TimeUnit.DAYS)).awaitBlocked());
        }

        close(queue);

        for (Worker<Integer> poller : pollers) {
            assertThat(poller.result()).isNull();
        }
    }

    @EveryBlockingQueue
    void waitersOfASecondWaitAreWokenByCloseToo(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(1);
        Worker<Integer> taker = Worker.start(() -> {
            queue.take();
            return queue.take();
        });
        taker.awaitBlocked();
        queue.put(1);
        QueueKind.awaitEmpty(queue);
        taker.awaitBlocked();

        close(queue);

        assertThat(taker.failure()).isInstanceOf(QueueClosedException.class);
    }
}
