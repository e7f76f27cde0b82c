package io.ringway.queues.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringway.queues.BoundedQueue;
import java.util.List;
import java.util.Objects;

/**
 * Binds a {@link BoundedQueue} to a {@link MeterRegistry}. For a {@code BatchingQueue} there is
 * {@link BatchingQueueMetrics}.
 *
 * <table class="striped">
 * <caption>The meters of a queue; the unit of all is elements</caption>
 * <thead><tr><th scope="col">name</th><th scope="col">kind</th><th scope="col">what it tells</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">{@code ringway.queue.size}</th><td>gauge</td><td>elements in the queue</td></tr>
 * <tr><th scope="row">{@code ringway.queue.remaining}</th><td>gauge</td><td>elements for which there is room</td></tr>
 * <tr><th scope="row">{@code ringway.queue.enqueued}</th><td>counter</td><td>elements accepted</td></tr>
 * <tr><th scope="row">{@code ringway.queue.dequeued}</th><td>counter</td><td>elements that left</td></tr>
 * <tr><th scope="row">{@code ringway.queue.rejected}</th><td>counter</td><td>insertions refused for want of room</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Each meter has the tag {@code name}, and the tags given beside it. The values are read from the queue when the
 * registry asks for them, so the threads that use the queue pay nothing. The registry refers to the queue weakly, as is
 * usual with Micrometer: a queue that nobody else uses can be collected, and its gauges then read {@code NaN}.
 *
 * <pre>{@code
 * new QueueMetrics(queue, "telemetry").bindTo(registry);
 * }</pre>
 *
 * <p>Instances are immutable; any thread may use them. Two queues bound to one registry need different names or tags.
 */
public final class QueueMetrics implements MeterBinder {

    private final BoundedQueue<?> queue;
    private final Tags tags;

    /**
     * Makes a binder for a queue.
     *
     * @param queue the queue to watch
     * @param name the value of the tag {@code name}, which tells this queue from others
     * @throws NullPointerException if an argument is {@code null}
     */
    public QueueMetrics(BoundedQueue<?> queue, String name) {
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
    public QueueMetrics(BoundedQueue<?> queue, String name, Iterable<Tag> tags) {
        this.queue = Objects.requireNonNull(queue, "queue must not be null");
        this.tags = Meters.tags(name, tags);
    }

    /**
     * Registers the five meters.
     *
     * @param registry where to register them
     * @throws NullPointerException if {@code registry} is {@code null}
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        new Meters<BoundedQueue<?>>(queue, tags, registry)
                .elements(
                        BoundedQueue::size,
                        BoundedQueue::remainingCapacity,
                        q -> q.stats().enqueued(),
                        q -> q.stats().dequeued(),
                        q -> q.stats().rejected());
    }
}
