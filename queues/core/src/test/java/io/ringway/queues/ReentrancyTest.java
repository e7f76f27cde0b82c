package io.ringway.queues;

import static io.ringway.queues.QueueKind.bounded;
import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sinks and sources that use the queue which calls them. */
class ReentrancyTest {

    private static final int CAPACITY = 8;

    @EveryQueue
    void sinkMayOffer(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(3, CAPACITY);
        List<Integer> drained = new ArrayList<>();

        int count = queue.drain(
                e -> {
                    drained.add(e);
                    if (e < 100) {
                        assertThat(queue.offer(e + 100)).isTrue();
                    }
                },
                3);

        assertThat(count).isEqualTo(3);
        assertThat(drained).containsExactly(0, 1, 2);
        assertThat(pollAll(queue)).containsExactly(100, 101, 102);
        assertConsistent(queue, 6);
    }

    @EveryQueue
    void sinkMayOfferIntoTheRoomOfTheElementItWasGiven(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);

        int count = queue.drain(e -> assertThat(queue.offer(e + 100)).isTrue(), 1);

        assertThat(count).isOne();
        assertThat(pollAll(queue)).containsExactly(1, 2, 3, 4, 5, 6, 7, 100);
    }

    @EveryQueue
    void sinkMayPoll(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
        List<Integer> taken = new ArrayList<>();

        queue.drain(
                e -> {
                    taken.add(e);
                    Integer next = queue.poll();
                    if (next != null) {
                        taken.add(next);
                    }
                },
                CAPACITY);

        assertThat(taken).hasSize(CAPACITY).doesNotHaveDuplicates();
        assertThat(queue.poll()).isNull();
        assertConsistent(queue, CAPACITY);
    }

    @EveryQueue
    void sinkMayPollAndFillTheRoom(QueueKind kind) {
        int all = 3 * CAPACITY;
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
        AtomicInteger next = new AtomicInteger(CAPACITY + 1);
        List<Integer> given = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();

        int count = queue.drain(
                e -> {
                    given.add(e);
                    taken.add(e);
                    Integer polled = queue.poll();
                    if (polled != null) {
                        taken.add(polled);
                    }
                    while (next.get() <= all && queue.offer(next.get())) {
                        next.incrementAndGet();
                    }
                },
                all);

        assertThat(count).isEqualTo(given.size());
        assertThat(taken).hasSize(all).isSorted().doesNotHaveDuplicates();
        assertConsistent(queue, all);
    }

    @EveryQueue
    void sinkMayLook(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(3, CAPACITY);

        queue.drain(
                e -> {
                    assertThat(queue.size()).isLessThan(CAPACITY);
                    assertThat(queue.stats().enqueued()).isEqualTo(3);
                    assertThat(queue.toString()).isNotBlank();
                    assertThat(queue.isClosed()).isFalse();
                },
                3);

        assertConsistent(queue, 3);
    }

    @EveryQueue
    void sinkMayClose(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(3, CAPACITY);
        List<Integer> drained = new ArrayList<>();

        queue.drain(
                e -> {
                    drained.add(e);
                    queue.close();
                },
                3);

        assertThat(drained).containsExactly(0, 1, 2);
        assertThat(queue.isClosed()).isTrue();
    }

    @EveryQueue
    void sinkMayClear(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
        List<Integer> drained = new ArrayList<>();

        queue.drain(
                e -> {
                    drained.add(e);
                    queue.clear();
                },
                CAPACITY);

        assertThat(drained).startsWith(0);
        assertThat(queue.isEmpty()).isTrue();
        assertConsistent(queue, CAPACITY);
    }

    @EveryQueue
    void sourceMayPoll(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(4, CAPACITY);
        List<Integer> polled = new ArrayList<>();
        List<Integer> given = new ArrayList<>();

        int count = queue.fill(
                () -> {
                    Integer old = queue.poll();
                    if (old != null) {
                        polled.add(old);
                    }
                    given.add(100 + given.size());
                    return given.get(given.size() - 1);
                },
                4);

        assertThat(count).isEqualTo(4);
        polled.addAll(pollAll(queue));
        assertThat(polled).containsExactly(0, 1, 2, 3, 100, 101, 102, 103);
        assertConsistent(queue, 8);
    }

    @EveryQueue
    void sourceMayLook(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(2, CAPACITY);

        int count = queue.fill(
                () -> {
                    assertThat(queue.peek()).isZero();
                    assertThat(queue.size()).isBetween(2, CAPACITY);
                    assertThat(queue.toString()).isNotBlank();
                    return 7;
                },
                3);

        assertThat(count).isEqualTo(3);
        assertThat(pollAll(queue)).containsExactly(0, 1, 7, 7, 7);
    }

    @EveryQueue
    void sourceMayDrain(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(4, CAPACITY);
        List<Integer> drained = new ArrayList<>();

        queue.fill(
                () -> {
                    queue.drain(drained::add, CAPACITY);
                    return 100;
                },
                1);
        queue.drain(drained::add, CAPACITY);

        assertThat(drained).containsExactly(0, 1, 2, 3, 100);
        assertConsistent(queue, 5);
    }

    @EveryBlockingQueue
    void sourceThatWaitsForAnElementComesToAnEnd(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);

        Worker<Object> filler = Worker.start(() -> {
            try {
                return bounded(queue)
                        .fill(
                                () -> {
                                    assertThat(polledInSomeTime(queue)).isNull();
                                    return 7;
                                },
                                1);
            } catch (IllegalStateException e) {
                return IllegalStateException.class;
            }
        });

        // Nobody else can insert meanwhile: to refuse at once is as good as to give up after the time.
        assertThat(filler.result()).isIn(1, IllegalStateException.class);
        assertThat(queue.offer(8)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"SPSC", "MPSC", "MPMC"})
    void sourceThatOffersIsRefused(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(1, CAPACITY);

        refusedAtTheSecondElement(queue, () -> queue.offer(8));
    }

    @EveryQueue
    void sourceThatFillsIsRefused(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(1, CAPACITY);

        refusedAtTheSecondElement(queue, () -> queue.fill(() -> 8, 1));
    }

    @EveryBlockingQueue
    void sourceThatClosesIsRefused(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(1, CAPACITY);

        refusedAtTheSecondElement(queue, queue::close);
        assertThat(queue.isClosed()).isFalse();
    }

    /** A source that does what it mustn't is told so, and the queue holds what it gave before and goes on. */
    private static void refusedAtTheSecondElement(BoundedQueue<Integer> queue, Runnable act) {
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> queue.fill(
                        () -> {
                            if (asked.incrementAndGet() == 2) {
                                act.run();
                            }
                            return 7;
                        },
                        3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the source");

        assertThat(pollAll(queue)).containsExactly(0, 7);
        assertConsistent(queue, 2);
    }

    private static Integer polledInSomeTime(BlockingQueue<Integer> queue) {
        try {
            return queue.poll(1, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @EveryBlockingQueue
    void sourceMayPollWhileOthersWaitForRoom(QueueKind kind) throws Exception {
        for (int round = 0; round < 20; round++) {
            BlockingQueue<Integer> queue = kind.blockingHolding(2, 2);
            Worker<Boolean> putter = Worker.startAction(() -> queue.put(2)).awaitBlocked();
            Worker<Integer> filler = Worker.start(() -> {
                queue.poll();
                // The putter wakes up now, and looks for room while the source is asked.
                return bounded(queue)
                        .fill(
                                () -> {
                                    spinFor(TimeUnit.MILLISECONDS.toNanos(2));
                                    queue.poll();
                                    return 7;
                                },
                                1);
            });

            filler.result();
            queue.clear();
            putter.result();
        }
    }

    private static void spinFor(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }

    private static void assertConsistent(BoundedQueue<Integer> queue, int enqueued) {
        QueueStats stats = queue.stats();
        assertThat(stats.enqueued()).isEqualTo(enqueued);
        assertThat(stats.dequeued()).isEqualTo(enqueued);
        assertThat(stats.size()).isZero();
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(queue.offer(i)).isTrue();
        }
        assertThat(queue.offer(CAPACITY)).isFalse();
    }
}
