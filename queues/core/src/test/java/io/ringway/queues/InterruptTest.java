package io.ringway.queues;

import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class InterruptTest {

    private static final int CAPACITY = 2;

    /** Throws what a call that was interrupted throws, and tells that the status is cleared. */
    private static void assertInterrupted(ThrowingCallable call) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(call).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).as("status after the exception").isFalse();
    }

    @EveryBlockingQueue
    void interruptBeforeACallThatWouldWaitEndsIt(QueueKind kind) {
        BlockingQueue<Integer> empty = kind.createBlocking(CAPACITY);
        BlockingQueue<Integer> full = kind.blockingHolding(CAPACITY, CAPACITY);

        assertInterrupted(() -> full.put(7));
        assertInterrupted(() -> full.offer(7, 1, TimeUnit.DAYS));
        assertInterrupted(empty::take);
        assertInterrupted(() -> empty.poll(1, TimeUnit.DAYS));

        assertThat(empty).isEmpty();
        assertThat(pollAll(full)).containsExactly(0, 1);
    }

    @EveryBlockingQueue
    void interruptBeforeACallNeverLosesAnElement(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(1, CAPACITY);

        Thread.currentThread().interrupt();
        boolean inserted = completes(() -> queue.put(1));
        Thread.interrupted();
        assertThat(queue.size()).isEqualTo(inserted ? 2 : 1);

        Thread.currentThread().interrupt();
        boolean removed = completes(queue::take);
        Thread.interrupted();
        assertThat(queue.size()).isEqualTo((inserted ? 2 : 1) - (removed ? 1 : 0));
    }

    private interface Interruptible {
        void run() throws InterruptedException;
    }

    private static boolean completes(Interruptible call) {
        try {
            call.run();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @EveryBlockingQueue
    void putThatWaitsIsInterruptible(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(CAPACITY, CAPACITY);
        Worker<Boolean> putter = Worker.startAction(() -> assertInterruptedWhileWaiting(() -> queue.put(7)))
                .awaitBlocked();

        putter.interrupt().result();

        assertThat(pollAll(queue)).containsExactly(0, 1);
        queue.put(2);
        assertThat(queue.take()).isEqualTo(2);
    }

    @EveryBlockingQueue
    void timedOfferThatWaitsIsInterruptible(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(CAPACITY, CAPACITY);
        Worker<Boolean> offerer = Worker.startAction(
                        () -> assertInterruptedWhileWaiting(() -> queue.offer(7, 1, TimeUnit.DAYS)))
                .awaitBlocked();

        offerer.interrupt().result();

        assertThat(pollAll(queue)).containsExactly(0, 1);
        assertThat(QueueKind.bounded(queue).stats().enqueued()).isEqualTo(CAPACITY);
    }

    @EveryBlockingQueue
    void takeThatWaitsIsInterruptible(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        Worker<Boolean> taker = Worker.startAction(() -> assertInterruptedWhileWaiting(queue::take))
                .awaitBlocked();

        taker.interrupt().result();

        queue.put(7);
        assertThat(queue.take()).isEqualTo(7);
    }

    @EveryBlockingQueue
    void timedPollThatWaitsIsInterruptible(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        Worker<Boolean> poller = Worker.startAction(
                        () -> assertInterruptedWhileWaiting(() -> queue.poll(1, TimeUnit.DAYS)))
                .awaitBlocked();

        poller.interrupt().result();

        queue.put(7);
        assertThat(queue.take()).isEqualTo(7);
    }

    private static void assertInterruptedWhileWaiting(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted())
                .as("status after the exception")
                .isFalse();
    }

    @EveryBlockingQueue
    void interruptedWaiterPassesItsWakeUpOn(QueueKind kind) throws Exception {
        for (int round = 0; round < 300; round++) {
            BlockingQueue<Integer> queue = kind.blockingHolding(1, 1);
            Worker<Boolean> first = Worker.startAction(() -> queue.put(1)).awaitBlocked();
            Worker<Boolean> second = Worker.startAction(() -> queue.put(2)).awaitBlocked();

            // The room and the interrupt race: whoever lost must not keep the other from its turn.
            Worker<Integer> consumer = Worker.start(queue::take);
            first.interrupt();
            consumer.result();
            Integer next = queue.take();
            if (next == 1) {
                assertThat(queue.take()).isEqualTo(2);
                first.result();
            } else if (first.endedInterrupted()) {
                assertThat(next).isEqualTo(2);
            } else {
                assertThat(queue.take()).isEqualTo(1);
            }
            second.result();
            assertThat(queue.poll()).isNull();
        }
    }

    @EveryBlockingQueue
    void interruptDoesNotDisturbTheOperationsThatNeverBlock(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);

        Thread.currentThread().interrupt();
        try {
            assertThat(queue.offer(1)).isTrue();
            assertThat(queue.peek()).isEqualTo(1);
            assertThat(queue.contains(1)).isTrue();
            assertThat(queue.remove((Object) 1)).isTrue();
            assertThat(QueueKind.bounded(queue).fill(() -> 3, 2)).isEqualTo(2);
            assertThat(queue.poll()).isEqualTo(3);
            assertThat(QueueKind.bounded(queue).drain(e -> {}, 1)).isEqualTo(1);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
