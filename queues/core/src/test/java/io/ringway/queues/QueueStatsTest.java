package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QueueStatsTest {

    private static final int CAPACITY = 4;

    @EveryQueue
    void newQueueHasCountedNothing(QueueKind kind) {
        assertThat(kind.create(CAPACITY).stats()).isEqualTo(new QueueStats(CAPACITY, 0, 0, 0, 0));
    }

    @EveryQueue
    void everyOperationIsCounted(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);

        queue.offer(1);
        queue.add(2);
        queue.fill(() -> 3, 2);
        queue.offer(4);
        assertThat(queue.stats()).isEqualTo(new QueueStats(CAPACITY, 4, 4, 0, 1));

        queue.poll();
        queue.remove();
        queue.drain(e -> {}, 1);
        queue.peek();
        assertThat(queue.stats()).isEqualTo(new QueueStats(CAPACITY, 1, 4, 3, 1));

        queue.clear();
        assertThat(queue.stats()).isEqualTo(new QueueStats(CAPACITY, 0, 4, 4, 1));
    }

    @EveryBlockingQueue
    void blockingOperationsAreCounted(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(2);

        queue.put(1);
        queue.offer(2, 1, TimeUnit.NANOSECONDS);
        assertThat(QueueKind.bounded(queue).stats()).isEqualTo(new QueueStats(2, 2, 2, 0, 0));

        assertThat(queue.offer(3, 1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(QueueKind.bounded(queue).stats()).isEqualTo(new QueueStats(2, 2, 2, 0, 1));

        queue.take();
        queue.poll(1, TimeUnit.NANOSECONDS);
        queue.poll(1, TimeUnit.NANOSECONDS);
        assertThat(QueueKind.bounded(queue).stats()).isEqualTo(new QueueStats(2, 0, 2, 2, 1));
    }

    @EveryBlockingQueue
    void putThatHadToWaitIsNoRefusal(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(2, 2);
        Worker<Boolean> putter = Worker.startAction(() -> queue.put(2)).awaitBlocked();

        queue.take();
        putter.result();

        assertThat(QueueKind.bounded(queue).stats()).isEqualTo(new QueueStats(2, 2, 3, 1, 0));
    }

    @EveryQueue
    void pollsOfAnEmptyQueueAreNotCounted(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);

        queue.poll();
        queue.drain(e -> {}, 3);
        queue.clear();

        assertThat(queue.stats()).isEqualTo(new QueueStats(CAPACITY, 0, 0, 0, 0));
    }

    @EveryQueue
    void statsAreASnapshot(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(1, CAPACITY);
        QueueStats before = queue.stats();

        queue.add(2);

        assertThat(before).isEqualTo(new QueueStats(CAPACITY, 1, 1, 0, 0));
    }

    @EveryQueue
    void statsAgreeWithEachOtherWhileOthersWork(QueueKind kind) throws Exception {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);
        int transfers = 200_000;
        Worker<Boolean> producer = Worker.startAction(() -> {
            for (int i = 0; i < transfers; i++) {
                while (!queue.offer(i)) {
                    Thread.yield();
                }
            }
        });
        Worker<Boolean> consumer = Worker.startAction(() -> {
            for (int i = 0; i < transfers; i++) {
                while (queue.poll() == null) {
                    Thread.yield();
                }
            }
        });

        QueueStats previous = queue.stats();
        while (previous.dequeued() < transfers) {
            QueueStats next = queue.stats();
            assertThat(next.size()).isBetween(0, CAPACITY);
            assertThat(next.enqueued()).isGreaterThanOrEqualTo(previous.enqueued());
            assertThat(next.dequeued()).isGreaterThanOrEqualTo(previous.dequeued());
            assertThat(next.rejected()).isGreaterThanOrEqualTo(previous.rejected());
            assertThat(next.enqueued()).isGreaterThanOrEqualTo(next.dequeued());
            previous = next;
            Thread.yield();
        }

        producer.result();
        consumer.result();
        assertThat(queue.stats().enqueued()).isEqualTo(transfers);
    }

    @EveryBlockingQueue
    void refusalsOfManyThreadsAreAllCounted(QueueKind kind) throws Exception {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);
        int offersEach = 100_000;
        List<Worker<Long>> offerers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            offerers.add(Worker.start(() -> {
                long refused = 0;
                for (int offer = 0; offer < offersEach; offer++) {
                    refused += queue.offer(offer) ? 0 : 1;
                }
                return refused;
            }));
        }
        for (int i = 0; i < offersEach; i++) {
            queue.poll();
        }

        long refused = 0;
        for (Worker<Long> offerer : offerers) {
            refused += offerer.result();
        }
        QueueStats stats = queue.stats();
        assertThat(stats.rejected()).isEqualTo(refused);
        assertThat(stats.enqueued()).isEqualTo(CAPACITY + 3L * offersEach - refused);
        assertThat(stats.dequeued()).isEqualTo(stats.enqueued() - queue.size());
    }

    @Test
    void mapHasEveryValueUnderItsName() {
        Map<String, Number> map = new QueueStats(8, 3, 5L, 2L, 1L).toMap();

        assertThat(map)
                .containsOnly(
                        entry("capacity", 8),
                        entry("size", 3),
                        entry("enqueued", 5L),
                        entry("dequeued", 2L),
                        entry("rejected", 1L));
    }

    @Test
    void mapKeepsTheOrderOfTheRecord() {
        assertThat(new QueueStats(8, 3, 5, 2, 1).toMap().keySet())
                .containsExactly("capacity", "size", "enqueued", "dequeued", "rejected");
    }

    @Test
    void mapCannotBeChanged() {
        Map<String, Number> map = new QueueStats(8, 3, 5, 2, 1).toMap();

        assertThatThrownBy(() -> map.put("capacity", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @EveryQueue
    void textTellsTheStateAndChangesNothing(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(3, CAPACITY);

        assertThat(queue.toString()).isNotBlank().isEqualTo(queue.toString());
        queue.close();
        assertThat(queue.toString()).isNotBlank();
        assertThat(QueueKind.pollAll(queue)).containsExactly(0, 1, 2);
        assertThat(queue.toString()).isNotBlank();
    }
}
