package io.ringway.broker.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ringway.broker.DeliveryObserver;
import io.ringway.broker.Latency;
import io.ringway.durable.DeadLetterReason;
import io.ringway.durable.DurableQueueStats;
import io.ringway.durable.DurableQueues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The figures of the broker, by the names of the specification. What the engine counts is read when somebody asks, all
 * queues at the same instant. Thread-safe.
 */
public final class BrokerMetrics implements DeliveryObserver, AutoCloseable {

    private static final String QUEUE = "queue";
    private static final double[] QUANTILES = {0.5, 0.99, 0.999};

    /** How long a delivery counts in the quantiles. */
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final DurableQueues queues;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final MultiGauge depths = MultiGauge.builder("mqtt.queue.depth")
            .description("Messages in the queue")
            .register(registry);
    private final MultiGauge consumers = MultiGauge.builder("mqtt.queue.active.consumers")
            .description("Members of the consumer group")
            .register(registry);
    private final Map<String, Timer> latencies = new ConcurrentHashMap<>();
    private final Map<String, List<Meter>> counters = new HashMap<>();
    private volatile Map<String, DurableQueueStats> stats = Map.of();

    /**
     * Makes the figures of a broker.
     *
     * @param queues the engine
     */
    public BrokerMetrics(DurableQueues queues) {
        this.queues = queues;
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    /**
     * Adds a counter.
     *
     * @param name its name, with dots
     * @param description what it counts
     * @param count the count, which never falls
     */
    public void counter(String name, String description, LongSupplier count) {
        FunctionCounter.builder(name, count, LongSupplier::getAsLong)
                .description(description)
                .register(registry);
    }

    @Override
    public void delivered(String queue, long nanos) {
        Timer timer = latencies.get(queue);
        if (timer == null) {
            timer = latencies.computeIfAbsent(queue, this::timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String queue) {
        return Timer.builder("mqtt.queue.delivery.latency")
                .description("From publish to the first delivery")
                .tag(QUEUE, queue)
                .publishPercentiles(QUANTILES)
                .percentilePrecision(2)
                .distributionStatisticExpiry(WINDOW)
                .distributionStatisticBufferLength(2)
                .register(registry);
    }

    /**
     * Returns how long deliveries took in the last minute or so.
     *
     * @param queue the queue
     * @return the quantiles
     */
    public Latency latency(String queue) {
        Timer timer = latencies.get(queue);
        if (timer == null) {
            return Latency.NONE;
        }
        ValueAtPercentile[] values = timer.takeSnapshot().percentileValues();
        double median = values[0].value(TimeUnit.SECONDS);
        // Zero is what is told of an empty window.
        return median == 0
                ? Latency.NONE
                : new Latency(median, values[1].value(TimeUnit.SECONDS), values[2].value(TimeUnit.SECONDS));
    }

    /**
     * Reads all figures.
     *
     * @return the text form of Prometheus
     */
    public synchronized String scrape() {
        Map<String, DurableQueueStats> now = new HashMap<>();
        List<MultiGauge.Row<?>> depth = new ArrayList<>();
        List<MultiGauge.Row<?>> members = new ArrayList<>();
        for (DurableQueueStats queue : queues.stats()) {
            now.put(queue.queue(), queue);
            depth.add(MultiGauge.Row.of(Tags.of(QUEUE, queue.queue()), queue.depth()));
            queue.groups()
                    .forEach(group -> members.add(MultiGauge.Row.of(
                            Tags.of(QUEUE, queue.queue(), "group", group.name()),
                            group.consumers().size())));
        }
        stats = now;
        depths.register(depth, true);
        consumers.register(members, true);
        now.keySet().forEach(queue -> counters.computeIfAbsent(queue, this::count));
        counters.entrySet().removeIf(entry -> {
            boolean gone = !now.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().forEach(registry::remove);
            }
            return gone;
        });
        latencies.entrySet().removeIf(entry -> {
            boolean gone = !now.containsKey(entry.getKey());
            if (gone) {
                registry.remove(entry.getValue());
            }
            return gone;
        });
        return registry.scrape();
    }

    private List<Meter> count(String queue) {
        List<Meter> meters = new ArrayList<>();
        meters.add(counter("mqtt.queue.enqueue", "Messages taken", queue, Tags.empty(), DurableQueueStats::enqueued));
        meters.add(counter(
                "mqtt.queue.dequeue",
                "Deliveries, each attempt of each group",
                queue,
                Tags.empty(),
                DurableQueueStats::dequeued));
        meters.add(counter("mqtt.queue.ack", "Acknowledgements", queue, Tags.empty(), DurableQueueStats::acked));
        meters.add(counter(
                "mqtt.queue.nack", "Negative acknowledgements", queue, Tags.empty(), DurableQueueStats::nacked));
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            meters.add(counter(
                    "mqtt.queue.dlq",
                    "Messages that became dead letters",
                    queue,
                    Tags.of("reason", reason.name().toLowerCase(Locale.ROOT)),
                    figures -> figures.deadLettered().getOrDefault(reason, 0L)));
        }
        return meters;
    }

    private Meter counter(
            String name, String description, String queue, Tags tags, ToDoubleFunction<DurableQueueStats> figure) {
        return FunctionCounter.builder(name, this, metrics -> {
                    DurableQueueStats figures = metrics.stats.get(queue);
                    return figures == null ? 0 : figure.applyAsDouble(figures);
                })
                .description(description)
                .tag(QUEUE, queue)
                .tags(tags)
                .register(registry);
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
