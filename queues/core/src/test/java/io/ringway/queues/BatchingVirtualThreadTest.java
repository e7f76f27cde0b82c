package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Thousands of virtual threads on a queue that is much too small for them. */
class BatchingVirtualThreadTest {

    private static final int PRODUCERS = 2_000;
    private static final int CONSUMERS = 200;
    private static final int ROUNDS = 5;
    private static final long HANG_SECONDS = 50;

    @BeforeEach
    void requireVirtualThreads() {
        VirtualThreads.require();
    }

    @Test
    void thousandsOfVirtualThreadsGetThrough() throws Exception {
        BatchingQueue<Integer> queue = new BatchingQueue<>(4, Duration.ofMillis(1), 8);
        ExecutorService executor = VirtualThreads.threadPerTask();
        LongAdder sum = new LongAdder();
        List<Future<?>> consumers = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            consumers.add(executor.submit(() -> {
                List<Integer> batch;
                while ((batch = queue.pollBatch(1, TimeUnit.DAYS)) != null) {
                    batch.forEach(sum::add);
                }
                return null;
            }));
        }
        List<Future<?>> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int element = i;
            producers.add(executor.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    queue.put(element);
                }
                return null;
            }));
        }
        for (Future<?> producer : producers) {
            producer.get(HANG_SECONDS, TimeUnit.SECONDS);
        }
        queue.close();
        for (Future<?> consumer : consumers) {
            consumer.get(HANG_SECONDS, TimeUnit.SECONDS);
        }
        executor.shutdown();

        assertThat(sum.sum()).isEqualTo((long) ROUNDS * PRODUCERS * (PRODUCERS - 1) / 2);
        assertThat(queue.stats().dequeued()).isEqualTo((long) ROUNDS * PRODUCERS);
        assertThat(queue.pendingCount()).isZero();
    }

    @Test
    void closeEndsThousandsOfWaits() throws Exception {
        BatchingQueue<Integer> full = new BatchingQueue<>(1, Duration.ofDays(1), 1);
        BatchingQueue<Integer> empty = new BatchingQueue<>(1, Duration.ofDays(1), 1);
        full.offer(0);
        ExecutorService executor = VirtualThreads.threadPerTask();
        List<Future<?>> waits = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            waits.add(executor.submit(() -> {
                full.put(1);
                return null;
            }));
            waits.add(executor.submit(empty::takeBatch));
        }
        full.close();
        empty.close();
        int ended = 0;
        for (Future<?> wait : waits) {
            try {
                wait.get(HANG_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(QueueClosedException.class);
                ended++;
            }
        }
        executor.shutdown();
        assertThat(ended).isEqualTo(waits.size());
    }
}
