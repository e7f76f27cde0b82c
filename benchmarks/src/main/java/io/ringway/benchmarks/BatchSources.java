package io.ringway.benchmarks;

import com.google.common.collect.Queues;
import io.ringway.queues.BatchingQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The ways to get batches by size or time: ours, and what users of the peers write. */
final class BatchSources {

    /** After this time without an element a waiting call returns, so that an iteration can end. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private BatchSources() {}

    /**
     * Makes one.
     *
     * @param name name of the contender
     * @param batchSize elements of a full batch
     * @param linger how long an element waits for a batch to become full
     * @param capacity how many elements there may be
     * @param idle what a call without waiting of its own does while there is nothing
     */
    static BatchSource named(String name, int batchSize, Duration linger, int capacity, Idle idle) {
        return switch (name) {
            case "ringway.BatchingQueue" -> new Waiting(new BatchingQueue<>(batchSize, linger, capacity));
            case "ringway.BatchingQueue.drainBatch" -> new Draining(new BatchingQueue<>(batchSize, linger, capacity));
            case "guava.Queues.drain" ->
                new Guava(Contenders.blocking("jdk.ArrayBlockingQueue", capacity), batchSize, linger);
            case "lmax.MultiProducerRingBuffer" ->
                new Polled((DisruptorQueue) Contenders.queue(name, capacity), batchSize, linger, idle);
            default -> new Gathering(Contenders.blocking(name, capacity), batchSize, linger);
        };
    }

    private record Waiting(BatchingQueue<Object> queue) implements BatchSource {

        @Override
        public boolean offer(Object element) {
            return queue.offer(element);
        }

        @Override
        public int collect(Batching.Sink sink) throws InterruptedException {
            List<Object> batch = queue.pollBatch(IDLE_NANOS, TimeUnit.NANOSECONDS);
            if (batch == null) {
                return 0;
            }
            batch.forEach(sink);
            return batch.size();
        }
    }

    private record Draining(BatchingQueue<Object> queue) implements BatchSource {

        @Override
        public boolean offer(Object element) {
            return queue.offer(element);
        }

        @Override
        public int collect(Batching.Sink sink) {
            return queue.drainBatch(sink);
        }
    }

    /** Waits for the first element, then takes what is there and waits for more until the time is over. */
    private static final class Gathering implements BatchSource {

        private final BlockingQueue<Object> queue;
        private final Batching batches;
        private final int batchSize;
        private final long linger;

        Gathering(BlockingQueue<Object> queue, int batchSize, Duration linger) {
            this.queue = queue;
            this.batches = Batches.of(queue, batchSize);
            this.batchSize = batchSize;
            this.linger = linger.toNanos();
        }

        @Override
        public boolean offer(Object element) {
            return queue.offer(element);
        }

        @Override
        public int collect(Batching.Sink sink) throws InterruptedException {
            Object element = queue.poll(IDLE_NANOS, TimeUnit.NANOSECONDS);
            long deadline = System.nanoTime() + linger;
            int count = 0;
            while (element != null) {
                sink.accept(element);
                count++;
                count += batches.drain(sink, batchSize - count);
                element = count < batchSize ? queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) : null;
            }
            return count;
        }
    }

    /** Guava's time counts from the call, not from the first element. */
    private static final class Guava implements BatchSource {

        private final BlockingQueue<Object> queue;
        private final int batchSize;
        private final long linger;
        private final List<Object> batch;

        Guava(BlockingQueue<Object> queue, int batchSize, Duration linger) {
            this.queue = queue;
            this.batchSize = batchSize;
            this.linger = linger.toNanos();
            this.batch = new ArrayList<>(batchSize);
        }

        @Override
        public boolean offer(Object element) {
            return queue.offer(element);
        }

        @Override
        public int collect(Batching.Sink sink) throws InterruptedException {
            int size = Queues.drain(queue, batch, batchSize, linger, TimeUnit.NANOSECONDS);
            batch.forEach(sink);
            batch.clear();
            return size;
        }
    }

    /** Polls until there are enough or the time is over. */
    private static final class Polled implements BatchSource {

        private final DisruptorQueue queue;
        private final int batchSize;
        private final long linger;
        private final Idle idle;

        Polled(DisruptorQueue queue, int batchSize, Duration linger, Idle idle) {
            this.queue = queue;
            this.batchSize = batchSize;
            this.linger = linger.toNanos();
            this.idle = idle;
        }

        @Override
        public boolean offer(Object element) {
            return queue.offer(element);
        }

        @Override
        public int collect(Batching.Sink sink) {
            int count = queue.drain(sink, batchSize);
            if (count == 0) {
                return 0;
            }
            int failures = 0;
            long deadline = System.nanoTime() + linger;
            while (count < batchSize && System.nanoTime() - deadline < 0) {
                int more = queue.drain(sink, batchSize - count);
                count += more;
                failures = more == 0 ? failures + 1 : 0;
                if (more == 0) {
                    idle.pause(failures);
                }
            }
            return count;
        }
    }
}
