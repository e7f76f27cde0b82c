package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one thread sees, and what calls that wait are woken by. */
class BatchingQueueTest {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMillis(20);

    /** A queue that no linger ends, with the elements 0, 1, ... in it. */
    private static BatchingQueue<Integer> holding(int count, int batchSize, int maxPending) {
        BatchingQueue<Integer> queue = new BatchingQueue<>(batchSize, NEVER, maxPending);
        IntStream.range(0, count).forEach(e -> assertThat(queue.offer(e)).isTrue());
        return queue;
    }

    private static List<Integer> drained(BatchingQueue<Integer> queue) {
        List<Integer> batch = new ArrayList<>();
        assertThat(queue.drainBatch(batch::add)).isEqualTo(batch.size());
        return batch;
    }

    private static List<Integer> polled(BatchingQueue<Integer> queue) throws InterruptedException {
        return queue.pollBatch(0, TimeUnit.SECONDS);
    }

    @Test
    void batchIsReadyWhenItIsFullAndNotBefore() throws Exception {
        BatchingQueue<Integer> queue = holding(2, 3, 7);
        assertThat(drained(queue)).isEmpty();
        assertThat(polled(queue)).isNull();

        queue.offer(2);
        queue.offer(3);

        assertThat(queue.takeBatch()).containsExactly(0, 1, 2);
        assertThat(drained(queue)).isEmpty();
        assertThat(queue.pendingCount()).isEqualTo(1);
        assertThat(queue.stats()).isEqualTo(new BatchingStats(7, 1, 4, 3, 0, 1, 1, 0, 0, 0));
    }

    @Test
    void flushEndsTheBatchAndLaterElementsStartAnother() throws Exception {
        BatchingQueue<Integer> queue = holding(4, 3, 8);
        queue.flush();
        queue.offer(4);
        queue.flush();
        queue.flush();
        queue.offer(5);

        assertThat(queue.takeBatch()).containsExactly(0, 1, 2);
        assertThat(queue.takeBatch()).containsExactly(3);
        assertThat(drained(queue)).containsExactly(4);
        assertThat(polled(queue)).isNull();
        assertThat(queue.stats()).isEqualTo(new BatchingStats(8, 1, 6, 5, 0, 3, 1, 0, 2, 0));
    }

    @Test
    void flushOfNothingAndOfCompleteBatchesMakesNone() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(2, NEVER, 4);
        queue.flush();
        assertThat(polled(queue)).isNull();
        queue.offer(0);
        queue.offer(1);
        queue.flush();

        assertThat(queue.takeBatch()).containsExactly(0, 1);
        assertThat(polled(queue)).isNull();
        assertThat(queue.stats().byFlush()).isZero();
        assertThat(queue.stats().bySize()).isOne();
    }

    @Test
    void batchesAfterAFlushAreCountedFromItsEnd() throws Exception {
        BatchingQueue<Integer> queue = holding(1, 3, 8);
        queue.flush();
        IntStream.range(1, 5).forEach(queue::offer);

        assertThat(queue.takeBatch()).containsExactly(0);
        assertThat(queue.takeBatch()).containsExactly(1, 2, 3);
        assertThat(polled(queue)).isNull();
    }

    @Test
    void lingerEndsABatchForWhoWaits() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(3, SOON, 8);
        Worker<List<Integer>> taker = Worker.start(queue::takeBatch).awaitBlocked();
        long before = System.nanoTime();
        queue.offer(7);

        assertThat(taker.result()).containsExactly(7);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(SOON.toNanos());
        assertThat(queue.stats()).isEqualTo(new BatchingStats(8, 0, 1, 1, 0, 1, 0, 1, 0, 0));
    }

    @Test
    void lingerEndsABatchForWhoDrainsInALoop() {
        BatchingQueue<Integer> queue = new BatchingQueue<>(3, SOON, 8);
        long before = System.nanoTime();
        queue.offer(1);
        queue.offer(2);
        List<Integer> batch;
        do {
            batch = drained(queue);
        } while (batch.isEmpty());

        assertThat(batch).containsExactly(1, 2);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(SOON.toNanos());
        assertThat(queue.stats().byLinger()).isOne();
    }

    @Test
    void lingerCountsFromTheOldestOfTheBatchNotOfEarlierOnes() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(2, SOON, 8);
        queue.offer(0);
        assertThat(queue.takeBatch()).containsExactly(0);
        long before = System.nanoTime();
        queue.offer(1);

        assertThat(queue.takeBatch()).containsExactly(1);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(SOON.toNanos());
        assertThat(queue.stats().byLinger()).isEqualTo(2);
    }

    @Test
    void batchesAfterALingerAreCountedFromItsEnd() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(3, SOON, 8);
        queue.offer(0);
        assertThat(queue.takeBatch()).containsExactly(0);
        IntStream.range(1, 4).forEach(queue::offer);

        assertThat(drained(queue)).containsExactly(1, 2, 3);
        assertThat(queue.stats()).isEqualTo(new BatchingStats(8, 0, 4, 4, 0, 2, 1, 1, 0, 0));
    }

    @Test
    void boundIsExact() throws Exception {
        for (int maxPending : new int[] {1, 3, 5, 8}) {
            BatchingQueue<Integer> queue = holding(maxPending, 1, maxPending);
            assertThat(queue.capacity()).isEqualTo(maxPending);
            assertThat(queue.offer(99)).isFalse();
            assertThat(queue.offer(99)).isFalse();
            assertThat(queue.pendingCount()).isEqualTo(maxPending);

            assertThat(queue.takeBatch()).containsExactly(0);
            assertThat(queue.offer(100)).isTrue();
            assertThat(queue.offer(101)).isFalse();
            assertThat(queue.stats().rejected()).isEqualTo(3);
        }
    }

    @Test
    void batchesWrapAroundTheRing() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(3, NEVER, 5);
        for (int i = 0; i < 300; i += 3) {
            for (int j = i; j < i + 3; j++) {
                assertThat(queue.offer(j)).isTrue();
            }
            assertThat(queue.takeBatch()).containsExactly(i, i + 1, i + 2);
        }
        assertThat(queue.pendingCount()).isZero();
    }

    @Test
    void elementsCountAsPendingUntilTheirBatchIsHandedOver() {
        BatchingQueue<Integer> queue = holding(2, 2, 2);
        List<Object> seen = new ArrayList<>();

        queue.drainBatch(e -> {
            seen.add(queue.pendingCount());
            seen.add(queue.offer(9));
        });

        assertThat(seen).containsExactly(2, false, 2, false);
        assertThat(queue.pendingCount()).isZero();
        assertThat(queue.offer(9)).isTrue();
    }

    @Test
    void sinkThatThrowsLosesOnlyWhatItWasGiven() throws Exception {
        BatchingQueue<Integer> queue = holding(6, 4, 6);
        assertThatThrownBy(() -> queue.drainBatch(BatchingQueueTest::failAtOne))
                .isInstanceOf(ArithmeticException.class);

        assertThat(queue.pendingCount()).isEqualTo(4);
        assertThat(queue.stats()).isEqualTo(new BatchingStats(6, 4, 6, 2, 0, 1, 1, 0, 0, 0));
        assertThat(queue.offer(6)).isTrue();
        assertThat(queue.offer(7)).isTrue();
        assertThat(queue.offer(8)).isFalse();
        assertThat(drained(queue)).containsExactly(2, 3);
        assertThat(queue.takeBatch()).containsExactly(4, 5, 6, 7);
        assertThat(queue.stats()).isEqualTo(new BatchingStats(6, 0, 8, 8, 1, 2, 2, 0, 0, 0));
    }

    private static void failAtOne(int e) {
        if (e == 1) {
            throw new ArithmeticException("sink");
        }
    }

    @Test
    void sinkThatAlwaysThrowsGetsEveryElementOnce() {
        BatchingQueue<Integer> queue = holding(5, 4, 5);
        queue.close();
        List<Integer> given = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> queue.drainBatch(e -> {
                        given.add(e);
                        throw new ArithmeticException();
                    }))
                    .isInstanceOf(ArithmeticException.class);
        }

        assertThat(given).containsExactly(0, 1, 2, 3, 4);
        assertThat(drained(queue)).isEmpty();
        assertThat(queue.stats()).isEqualTo(new BatchingStats(5, 0, 5, 5, 0, 2, 1, 0, 0, 1));
    }

    @Test
    void restOfABrokenBatchComesFirstInTheOrderOfTheBatches() {
        BatchingQueue<Integer> queue = holding(6, 3, 8);
        assertThatThrownBy(() -> queue.drainBatch(outer -> {
                    assertThatThrownBy(() -> queue.drainBatch(inner -> {
                                throw new ArithmeticException();
                            }))
                            .isInstanceOf(ArithmeticException.class);
                    throw new ArithmeticException();
                }))
                .isInstanceOf(ArithmeticException.class);

        assertThat(drained(queue)).containsExactly(1, 2);
        assertThat(drained(queue)).containsExactly(4, 5);
    }

    @Test
    void restOfABrokenBatchWakesWhoWaits() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(2, NEVER, 2);
        Worker<List<Integer>> taker = Worker.start(queue::takeBatch);
        // Whoever gets the batch, its second element reaches the taker or is in the taker's batch.
        queue.offer(1);
        queue.offer(2);
        try {
            queue.drainBatch(e -> {
                taker.awaitBlocked();
                throw new ArithmeticException();
            });
            assertThat(taker.result()).containsExactly(1, 2);
        } catch (ArithmeticException e) {
            assertThat(taker.result()).containsExactly(2);
        }
    }

    @Test
    void restsOfBrokenBatchesKeepTheirOrder() throws Exception {
        BatchingQueue<Integer> queue = holding(4, 2, 4);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> proceed = new CompletableFuture<>();
        CompletableFuture<Void> broken = new CompletableFuture<>();
        Worker<Boolean> first = Worker.startAction(() -> {
            assertThatThrownBy(() -> queue.drainBatch(e -> {
                        begun.complete(null);
                        proceed.join();
                        throw new ArithmeticException();
                    }))
                    .isInstanceOf(ArithmeticException.class);
            broken.complete(null);
        });
        begun.join();

        // Claimed second, broken second: its rest goes behind that of the first.
        assertThatThrownBy(() -> queue.drainBatch(e -> {
                    proceed.complete(null);
                    broken.join();
                    throw new ArithmeticException();
                }))
                .isInstanceOf(ArithmeticException.class);

        first.result();
        assertThat(queue.takeBatch()).containsExactly(1);
        assertThat(queue.takeBatch()).containsExactly(3);
    }

    @Test
    void sinkMayUseTheQueue() {
        BatchingQueue<Integer> queue = holding(4, 2, 8);
        List<Integer> seen = new ArrayList<>();
        queue.drainBatch(e -> {
            seen.add(e);
            queue.offer(e + 10);
            queue.drainBatch(seen::add);
            queue.flush();
            queue.stats();
        });

        assertThat(seen).containsExactly(0, 2, 3, 1, 10);
        assertThat(drained(queue)).containsExactly(11);
    }

    @Test
    void listBelongsToTheCaller() throws Exception {
        BatchingQueue<Integer> queue = holding(4, 2, 8);
        List<Integer> first = queue.takeBatch();
        List<Integer> second = queue.takeBatch();
        assertThat(first).containsExactly(0, 1);
        assertThat(second).containsExactly(2, 3);
        assertThatThrownBy(() -> first.set(0, 9)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void putWaitsForTheRoomOfABatch() throws Exception {
        BatchingQueue<Integer> queue = holding(2, 2, 2);
        Worker<Boolean> first = Worker.startAction(() -> queue.put(2)).awaitBlocked();
        Worker<Boolean> second = Worker.startAction(() -> queue.put(3)).awaitBlocked();

        assertThat(queue.takeBatch()).containsExactly(0, 1);
        first.result();
        second.result();
        assertThat(queue.takeBatch()).containsExactlyInAnyOrder(2, 3);
        assertThat(queue.stats().rejected()).isZero();
    }

    @Test
    void everyWaitingConsumerGetsABatch() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(2, NEVER, 8);
        List<Worker<List<Integer>>> takers = IntStream.range(0, 3)
                .mapToObj(i -> Worker.start(queue::takeBatch).awaitBlocked())
                .toList();
        IntStream.range(0, 5).forEach(queue::offer);
        queue.flush();
        List<Integer> all = new ArrayList<>();
        for (Worker<List<Integer>> taker : takers) {
            all.addAll(taker.result());
        }
        assertThat(all).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    @Test
    void anotherConsumerWatchesTheLingerWhenTheWatcherLeaves() throws Exception {
        for (int round = 0; round < 20; round++) {
            BatchingQueue<Integer> queue = new BatchingQueue<>(2, Duration.ofMillis(2), 8);
            Worker<List<Integer>> leaver = Worker.start(queue::takeBatch).awaitBlocked();
            Worker<List<Integer>> stayer = Worker.start(queue::takeBatch).awaitBlocked();
            queue.offer(1);
            leaver.interrupt();
            if (leaver.endedInterrupted()) {
                assertThat(stayer.result()).containsExactly(1);
            } else {
                assertThat(leaver.result()).containsExactly(1);
                queue.offer(2);
                assertThat(stayer.result()).containsExactly(2);
            }
        }
    }

    @Test
    void theLastElementOfABatchWakesWhoWatchesItsLinger() throws Exception {
        // Several times: now and then the second element comes before the first has woken anyone.
        for (int round = 0; round < 20; round++) {
            BatchingQueue<Integer> queue = new BatchingQueue<>(2, NEVER, 8);
            Worker<List<Integer>> taker = Worker.start(queue::takeBatch).awaitBlocked();
            queue.offer(1);
            taker.awaitBlocked();
            queue.offer(2);
            assertThat(taker.result()).containsExactly(1, 2);
        }
    }

    @Test
    void theFirstElementOfABatchWakesWhoWillWatchItsLinger() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(2, Duration.ofMillis(2), 8);
        Worker<List<Integer>> taker = Worker.start(queue::takeBatch).awaitBlocked();
        queue.offer(1);

        assertThat(taker.result()).containsExactly(1);
    }

    @Test
    void flushWakesWhoWaits() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(3, NEVER, 8);
        Worker<List<Integer>> taker = Worker.start(queue::takeBatch).awaitBlocked();
        queue.offer(1);
        taker.awaitBlocked();
        queue.flush();

        assertThat(taker.result()).containsExactly(1);
    }

    @Test
    void closeEndsTheLastBatch() throws Exception {
        BatchingQueue<Integer> queue = holding(5, 3, 8);
        queue.flush();
        IntStream.range(5, 8).forEach(queue::offer);
        queue.close();
        queue.close();
        queue.flush();

        assertThat(queue.isClosed()).isTrue();
        assertThat(queue.takeBatch()).containsExactly(0, 1, 2);
        assertThat(drained(queue)).containsExactly(3, 4);
        assertThat(polled(queue)).containsExactly(5, 6, 7);
        assertThatThrownBy(queue::takeBatch).isInstanceOf(QueueClosedException.class);
        assertThat(queue.pollBatch(1, TimeUnit.DAYS)).isNull();
        assertThat(drained(queue)).isEmpty();
        assertThat(queue.stats()).isEqualTo(new BatchingStats(8, 0, 8, 8, 0, 3, 2, 0, 1, 0));
    }

    @Test
    void closeWithAnIncompleteBatchCountsIt() throws Exception {
        BatchingQueue<Integer> queue = holding(4, 3, 8);
        queue.close();

        assertThat(queue.takeBatch()).containsExactly(0, 1, 2);
        assertThat(queue.takeBatch()).containsExactly(3);
        assertThatThrownBy(queue::takeBatch).isInstanceOf(QueueClosedException.class);
        assertThat(queue.stats()).isEqualTo(new BatchingStats(8, 0, 4, 4, 0, 2, 1, 0, 0, 1));
    }

    @Test
    void closedQueueTakesNothingFullOrNot() {
        BatchingQueue<Integer> room = new BatchingQueue<>(2, NEVER, 2);
        BatchingQueue<Integer> full = holding(2, 2, 2);
        for (BatchingQueue<Integer> queue : List.of(room, full)) {
            queue.close();
            assertThatThrownBy(() -> queue.offer(1)).isInstanceOf(QueueClosedException.class);
            assertThatThrownBy(() -> queue.put(1)).isInstanceOf(QueueClosedException.class);
            assertThat(queue.stats().rejected()).isZero();
        }
    }

    @Test
    void closeEndsEveryWait() throws Exception {
        BatchingQueue<Integer> empty = new BatchingQueue<>(2, NEVER, 2);
        BatchingQueue<Integer> full = holding(2, 2, 2);
        Worker<List<Integer>> taker = Worker.start(empty::takeBatch).awaitBlocked();
        Worker<List<Integer>> other = Worker.start(empty::takeBatch).awaitBlocked();
        Worker<List<Integer>> poller =
                Worker.start(() -> empty.pollBatch(1, TimeUnit.DAYS)).awaitBlocked();
        Worker<Boolean> putter = Worker.startAction(() -> full.put(1)).awaitBlocked();
        empty.close();
        full.close();

        assertThat(taker.failure()).isInstanceOf(QueueClosedException.class);
        assertThat(other.failure()).isInstanceOf(QueueClosedException.class);
        assertThat(poller.result()).isNull();
        assertThat(putter.failure()).isInstanceOf(QueueClosedException.class);
        assertThat(full.takeBatch()).containsExactly(0, 1);
    }

    @Test
    void closeGivesWhoWaitsTheIncompleteBatch() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(3, NEVER, 8);
        Worker<List<Integer>> taker = Worker.start(queue::takeBatch).awaitBlocked();
        queue.offer(1);
        queue.close();

        assertThat(taker.result()).containsExactly(1);
        assertThat(queue.stats().byClose()).isOne();
    }

    @Test
    void waitsAreInterruptibleAndLoseNothing() throws Exception {
        BatchingQueue<Integer> queue = holding(2, 2, 2);
        Worker<Boolean> putter = Worker.startAction(() -> queue.put(9)).awaitBlocked();
        assertThat(putter.interrupt().failure()).isInstanceOf(InterruptedException.class);
        assertThat(queue.takeBatch()).containsExactly(0, 1);

        queue.offer(2);
        Worker<List<Integer>> taker = Worker.start(queue::takeBatch).awaitBlocked();
        assertThat(taker.interrupt().failure()).isInstanceOf(InterruptedException.class);
        Worker<List<Integer>> poller =
                Worker.start(() -> queue.pollBatch(1, TimeUnit.DAYS)).awaitBlocked();
        assertThat(poller.interrupt().failure()).isInstanceOf(InterruptedException.class);
        queue.flush();
        assertThat(queue.takeBatch()).containsExactly(2);
    }

    @Test
    void interruptedThreadStillGetsWhatIsThere() throws Exception {
        BatchingQueue<Integer> queue = holding(2, 2, 2);
        Thread.currentThread().interrupt();
        try {
            assertThat(queue.takeBatch()).containsExactly(0, 1);
            queue.put(3);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(queue.pendingCount()).isOne();
    }

    @Test
    void pollRunsOutOfTime() throws Exception {
        BatchingQueue<Integer> queue = holding(1, 2, 2);
        long before = System.nanoTime();
        assertThat(queue.pollBatch(5, TimeUnit.MILLISECONDS)).isNull();
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(5));
        assertThat(queue.pollBatch(-1, TimeUnit.DAYS)).isNull();
        assertThat(queue.pollBatch(Long.MIN_VALUE, TimeUnit.DAYS)).isNull();
        assertThat(queue.pendingCount()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 5})
    void batchSizeOutOfRangeIsRefused(int batchSize) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchingQueue<>(batchSize, NEVER, 4))
                .withMessageContaining("batchSize")
                .withMessageContaining(String.valueOf(batchSize));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, (1 << 30) + 1, Integer.MAX_VALUE})
    void maxPendingOutOfRangeIsRefused(int maxPending) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchingQueue<>(1, NEVER, maxPending))
                .withMessageContaining("maxPending")
                .withMessageContaining(String.valueOf(maxPending));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0})
    void lingerThatIsNoTimeIsRefused(long nanos) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchingQueue<>(1, Duration.ofNanos(nanos), 4))
                .withMessageContaining("linger")
                .withMessageContaining(Duration.ofNanos(nanos).toString());
    }

    @Test
    void lingerMayBeTheLongestThereIsAndTheShortest() throws Exception {
        for (Duration linger :
                List.of(ChronoUnit.FOREVER.getDuration(), Duration.ofNanos(Long.MAX_VALUE), Duration.ofDays(100_000))) {
            BatchingQueue<Integer> queue = new BatchingQueue<>(2, linger, 4);
            queue.offer(1);
            assertThat(polled(queue)).isNull();
            Worker<List<Integer>> taker = Worker.start(queue::takeBatch).awaitBlocked();
            queue.offer(2);
            assertThat(taker.result()).containsExactly(1, 2);
        }
        BatchingQueue<Integer> queue = new BatchingQueue<>(2, Duration.ofNanos(1), 4);
        queue.offer(1);
        assertThat(queue.takeBatch()).containsExactly(1);
    }

    @Test
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    void nullIsRefusedAndChangesNothing() {
        BatchingQueue<Integer> queue = holding(2, 2, 2);
        assertThatNullPointerException()
                .isThrownBy(() -> new BatchingQueue<>(1, null, 1))
                .withMessageContaining("linger");
        assertThatNullPointerException().isThrownBy(() -> queue.offer(null)).withMessageContaining("e");
        assertThatNullPointerException().isThrownBy(() -> queue.put(null)).withMessageContaining("e");
        assertThatNullPointerException()
                .isThrownBy(() -> queue.drainBatch(null))
                .withMessageContaining("sink");
        assertThatNullPointerException()
                .isThrownBy(() -> queue.pollBatch(1, null))
                .withMessageContaining("unit");
        queue.close();
        assertThatNullPointerException().isThrownBy(() -> queue.offer(null));
        assertThat(queue.stats()).isEqualTo(new BatchingStats(2, 2, 2, 0, 0, 0, 0, 0, 0, 0));
        assertThat(drained(queue)).containsExactly(0, 1);
    }

    @Test
    void statsNameTheirValues() {
        BatchingStats stats = new BatchingStats(9, 1, 8, 7, 6, 10, 1, 2, 3, 4);
        assertThat(stats.toMap())
                .hasToString("{capacity=9, size=1, enqueued=8, dequeued=7, rejected=6, batches=10, bySize=1, "
                        + "byLinger=2, byFlush=3, byClose=4}");
        assertThatThrownBy(() -> stats.toMap().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void statsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchingStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                .withMessageContaining("capacity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchingStats(1, 2, 0, 0, 0, 0, 0, 0, 0, 0))
                .withMessageContaining("size");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchingStats(1, 0, -1, 0, 0, 0, 0, 0, 0, 0))
                .withMessageContaining("enqueued");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchingStats(1, 0, 0, -1, 0, 0, 0, 0, 0, 0))
                .withMessageContaining("dequeued");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchingStats(1, 0, 0, 0, -1, 0, 0, 0, 0, 0))
                .withMessageContaining("rejected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchingStats(1, 0, 0, 0, 0, 0, 1, -1, 0, 0))
                .withMessageContaining("byLinger");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchingStats(1, 0, 0, 0, 0, 2, 1, 0, 0, 0))
                .withMessageContaining("batches");
    }
}
