package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Producers, consumers, flushes and the close race; then each accepted element must have been in exactly one batch, in
 * its producer's order, no batch too large, and every batch counted.
 */
class BatchingTransferTest {

    private static final int PER_PRODUCER = 60_000;

    /** How a consumer gets its batches. */
    private enum Way {
        TAKE {
            @Override
            boolean consume(BatchingQueue<Long> queue, Received received) throws InterruptedException {
                received.batch(queue.takeBatch());
                return true;
            }
        },
        POLL {
            @Override
            boolean consume(BatchingQueue<Long> queue, Received received) throws InterruptedException {
                List<Long> batch = queue.pollBatch(20, TimeUnit.MICROSECONDS);
                if (batch != null) {
                    received.batch(batch);
                }
                return batch != null;
            }
        },
        DRAIN {
            @Override
            boolean consume(BatchingQueue<Long> queue, Received received) {
                int count = queue.drainBatch(received::element);
                received.ended(count);
                return count > 0;
            }
        },
        FAILING_DRAIN {
            @Override
            boolean consume(BatchingQueue<Long> queue, Received received) {
                try {
                    int count = queue.drainBatch(e -> {
                        received.element(e);
                        if (e % 7 == 0) {
                            throw new ArithmeticException();
                        }
                    });
                    received.ended(count);
                    return count > 0;
                } catch (ArithmeticException e) {
                    return true;
                }
            }
        };

        /** Consumes a batch; false if there was none. */
        abstract boolean consume(BatchingQueue<Long> queue, Received received) throws InterruptedException;
    }

    /** What one consumer got. */
    private static final class Received {
        private final Ledger ledger;
        private final boolean ordered;
        private final int batchSize;
        private int batches;

        Received(int producers, int batchSize, boolean ordered) {
            this.ledger = new Ledger(producers);
            this.batchSize = batchSize;
            this.ordered = ordered;
        }

        void element(Long e) {
            if (ordered) {
                ledger.recordInOrder(e);
            } else {
                ledger.record(e);
            }
        }

        void batch(List<Long> batch) {
            assertThat(batch).isNotEmpty();
            batch.forEach(this::element);
            ended(batch.size());
        }

        void ended(int size) {
            assertThat(size).isBetween(0, batchSize);
            batches += size > 0 ? 1 : 0;
        }
    }

    private record Run(
            int producers, int consumers, int batchSize, int maxPending, int lingerMicros, boolean flushes, Way way) {}

    static Stream<Arguments> runs() {
        List<Run> runs = new ArrayList<>();
        for (Way way : Way.values()) {
            runs.add(new Run(1, 1, 1, 1, 1_000, false, way));
            runs.add(new Run(1, 1, 256, 1_000, 1_000_000, false, way));
            runs.add(new Run(3, 1, 16, 37, 50, true, way));
            runs.add(new Run(2, 2, 5, 16, 20, true, way));
            runs.add(new Run(4, 3, 64, 64, 1, false, way));
        }
        return runs.stream().flatMap(run -> Stream.of(false, true).map(early -> Arguments.of(run, early)));
    }

    @ParameterizedTest(name = "{0}, closed early: {1}")
    @MethodSource("runs")
    void eachElementIsInExactlyOneBatch(Run run, boolean closedEarly) throws Exception {
        BatchingQueue<Long> queue =
                new BatchingQueue<>(run.batchSize(), Duration.ofNanos(run.lingerMicros() * 1_000L), run.maxPending());
        CountDownLatch start = new CountDownLatch(1);
        List<Worker<Long>> producing = new ArrayList<>();
        for (int i = 0; i < run.producers(); i++) {
            int producer = i;
            producing.add(Worker.start(() -> {
                start.await();
                return produce(queue, producer);
            }));
        }
        List<Worker<Received>> consuming = new ArrayList<>();
        for (int i = 0; i < run.consumers(); i++) {
            consuming.add(Worker.start(() -> {
                Received received = new Received(run.producers(), run.batchSize(), run.consumers() == 1);
                start.await();
                return consume(queue, run.way(), received);
            }));
        }
        AtomicBoolean ended = new AtomicBoolean();
        Worker<Boolean> watching = Worker.startAction(() -> {
            while (!ended.get()) {
                if (run.flushes()) {
                    queue.flush();
                }
                assertThat(queue.pendingCount()).isBetween(0, run.maxPending());
                assertPlausible(queue.stats());
                Thread.yield();
            }
        });

        start.countDown();
        if (closedEarly) {
            long enough = ThreadLocalRandom.current().nextLong(PER_PRODUCER);
            while (queue.stats().enqueued() < enough) {
                Thread.yield();
            }
            queue.close();
        }
        long[] accepted = new long[run.producers()];
        for (int i = 0; i < run.producers(); i++) {
            accepted[i] = producing.get(i).result();
        }
        queue.close();
        Ledger delivered = new Ledger(run.producers());
        long batches = 0;
        for (Worker<Received> consumer : consuming) {
            Received received = consumer.result();
            delivered.merge(received.ledger);
            batches += received.batches;
        }
        ended.set(true);
        watching.result();

        Ledger expected = Ledger.ofFirst(accepted);
        delivered.assertSameElementsAs(expected);
        if (!closedEarly) {
            assertThat(accepted).containsOnly(PER_PRODUCER);
        }
        BatchingStats stats = queue.stats();
        assertPlausible(stats);
        assertThat(stats.enqueued()).isEqualTo(expected.count());
        assertThat(stats.dequeued()).isEqualTo(expected.count());
        assertThat(stats.size()).isZero();
        assertThat(queue.pendingCount()).isZero();
        assertThat(stats.byClose()).isLessThanOrEqualTo(1);
        if (run.way() != Way.FAILING_DRAIN) {
            assertThat(stats.batches()).isEqualTo(batches);
        }
        if (!run.flushes()) {
            assertThat(stats.byFlush()).isZero();
        }
        assertThat(queue.pollBatch(0, TimeUnit.SECONDS)).isNull();
    }

    private static void assertPlausible(BatchingStats stats) {
        assertThat(stats.bySize() + stats.byLinger() + stats.byFlush() + stats.byClose())
                .isEqualTo(stats.batches());
        assertThat(stats.enqueued()).isGreaterThanOrEqualTo(stats.dequeued());
    }

    /** Returns the number of elements that were accepted. */
    private static long produce(BatchingQueue<Long> queue, int producer) throws InterruptedException {
        long sequence = 0;
        try {
            while (sequence < PER_PRODUCER) {
                Long e = Ledger.element(producer, sequence);
                if (sequence % 3 == 0) {
                    queue.put(e);
                    sequence++;
                } else if (queue.offer(e)) {
                    sequence++;
                } else {
                    Thread.yield();
                }
            }
        } catch (QueueClosedException e) {
            assertThat(queue.isClosed()).isTrue();
        }
        return sequence;
    }

    private static Received consume(BatchingQueue<Long> queue, Way way, Received received) throws InterruptedException {
        while (true) {
            try {
                boolean closed = queue.isClosed();
                if (!way.consume(queue, received)) {
                    if (closed && queue.pendingCount() == 0) {
                        return received;
                    }
                    Thread.yield();
                }
            } catch (QueueClosedException e) {
                assertThat(queue.isClosed()).isTrue();
                return received;
            }
        }
    }
}
