package io.ringway.queues.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringway.queues.BatchingQueue;
import io.ringway.queues.BatchingStats;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Binds a {@link BatchingQueue} to a {@link MeterRegistry}: the meters of {@link QueueMetrics}, which count elements,
 * and {@code ringway.queue.batches}, a counter of the batches handed over. The latter has the tag {@code cause}, which
 * tells why a batch ended: {@code size}, {@code linger}, {@code flush} or {@code close}, as {@link BatchingStats}
 * defines them.
 *
 * <pre>{@code
 * new BatchingQueueMetrics(queue, "telemetry").bindTo(registry);
 * }</pre>
 *
 * <p>The rest is as with {@link QueueMetrics}: the values are read when the registry asks for them, the registry refers
 * to the queue weakly, instances are immutable and for any thread.
 */
public final class BatchingQueueMetrics implements MeterBinder {

    private final BatchingQueue<?> queue;
    private final Tags tags;

    /**
     * Makes a binder for a queue.
     *
     * @param queue the queue to watch
     * @param name the value of the tag {@code name}, which tells this queue from others
     * @throws NullPointerException if an argument is {@code null}
     */
    public BatchingQueueMetrics(BatchingQueue<?> queue, String name) {
        this(queue, name, List.of());
    }

    /**
     * Makes a binder for a queue, with more tags.
     *
     * @param queue the queue to watch
     * @param name the value of the tag {@code name}, which tells this queue from others
     * @param tags further tags of every meter
     * @throws NullPointerException if an argument is {@code null}
     */
    public BatchingQueueMetrics(BatchingQueue<?> queue, String name, Iterable<Tag> tags) {
        this.queue = Objects.requireNonNull(queue, "queue must not be null");
        this.tags = Meters.tags(name, tags);
    }

    /**
     * Registers the meters: five of elements, and one of batches for each cause.
     *
     * @param registry where to register them
     * @throws NullPointerException if {@code registry} is {@code null}
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Meters<BatchingQueue<?>> meters = new Meters<>(queue, tags, registry);
        meters.elements(
                BatchingQueue::pendingCount,
                q -> q.capacity() - q.pendingCount(),
                q -> q.stats().enqueued(),
                q -> q.stats().dequeued(),
                q -> q.stats().rejected());
        batches(meters, "size", BatchingStats::bySize);
        batches(meters, "linger", BatchingStats::byLinger);
        batches(meters, "flush", BatchingStats::byFlush);
        batches(meters, "close", BatchingStats::byClose);
    }

    private static void batches(Meters<BatchingQueue<?>> meters, String cause, ToLongFunction<BatchingStats> count) {
        meters.counter(
                "batches",
                "The batches that were handed over, by what ended them",
                "batches",
                Tags.of("cause", cause),
                q -> count.applyAsLong(q.stats()));
    }
}
