package io.ringway.queues.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Registers meters of one queue. The registry refers to the queue weakly: no function may capture it. */
final class Meters<Q> {

    static final String ELEMENTS = "elements";

    private static final String PREFIX = "ringway.queue.";

    private final Q queue;
    private final Tags tags;
    private final MeterRegistry registry;

    Meters(Q queue, Tags tags, MeterRegistry registry) {
        this.queue = queue;
        this.tags = tags;
        this.registry = Objects.requireNonNull(registry, "registry must not be null");
    }

    /** Returns the tags of every meter of a queue. */
    static Tags tags(String name, Iterable<Tag> tags) {
        Objects.requireNonNull(name, "name must not be null");
        Objects.requireNonNull(tags, "tags must not be null");
        return Tags.of(tags).and("name", name);
    }

    /** Registers the five meters that every queue has. */
    void elements(
            ToDoubleFunction<Q> size,
            ToDoubleFunction<Q> remaining,
            ToDoubleFunction<Q> enqueued,
            ToDoubleFunction<Q> dequeued,
            ToDoubleFunction<Q> rejected) {
        gauge("size", "The elements in the queue", size);
        gauge("remaining", "The elements for which the queue has room", remaining);
        counter("enqueued", "The elements that the queue has accepted", ELEMENTS, Tags.empty(), enqueued);
        counter("dequeued", "The elements that have left the queue", ELEMENTS, Tags.empty(), dequeued);
        counter(
                "rejected",
                "The insertions that the queue has refused for want of room",
                ELEMENTS,
                Tags.empty(),
                rejected);
    }

    private void gauge(String name, String description, ToDoubleFunction<Q> value) {
        Gauge.builder(PREFIX + name, queue, value)
                .description(description)
                .baseUnit(ELEMENTS)
                .tags(tags)
                .register(registry);
    }

    void counter(String name, String description, String unit, Tags more, ToDoubleFunction<Q> value) {
        FunctionCounter.builder(PREFIX + name, queue, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags.and(more))
                .register(registry);
    }
}
