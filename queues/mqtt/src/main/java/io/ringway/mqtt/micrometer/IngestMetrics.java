package io.ringway.mqtt.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringway.mqtt.IngestDropReason;
import io.ringway.mqtt.IngestStats;
import io.ringway.mqtt.MqttIngest;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Binds a {@link MqttIngest} to a {@link MeterRegistry}.
 *
 * <table class="striped">
 * <caption>The meters of an ingest</caption>
 * <thead><tr><th scope="col">name</th><th scope="col">kind</th><th scope="col">what it tells</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">{@code ringway.ingest.offered}</th><td>counter</td><td>messages that arrived</td></tr>
 * <tr><th scope="row">{@code ringway.ingest.stored}</th><td>counter</td><td>values written</td></tr>
 * <tr><th scope="row">{@code ringway.ingest.duplicates}</th><td>counter</td><td>values that were there already</td></tr>
 * <tr><th scope="row">{@code ringway.ingest.statuses}</th><td>counter</td><td>messages about device status applied</td></tr>
 * <tr><th scope="row">{@code ringway.ingest.dropped}</th><td>counter</td><td>messages dropped, by the tag {@code reason}</td></tr>
 * <tr><th scope="row">{@code ringway.ingest.pending}</th><td>gauge</td><td>messages that wait</td></tr>
 * <tr><th scope="row">{@code ringway.ingest.pending.size}</th><td>gauge</td><td>the bytes of their payloads</td></tr>
 * <tr><th scope="row">{@code ringway.ingest.oldest}</th><td>gauge</td><td>the seconds that the oldest of them has waited</td></tr>
 * <tr><th scope="row">{@code ringway.ingest.transactions}</th><td>counter</td><td>transactions, by the tag {@code cause}:
 * {@code size}, {@code window}, {@code interval} or {@code close}</td></tr>
 * <tr><th scope="row">{@code ringway.ingest.retries}</th><td>counter</td><td>transactions that failed and were tried again</td></tr>
 * <tr><th scope="row">{@code ringway.ingest.latency}</th><td>timer</td><td>from the arrival of a message to its commit</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Each meter has the tag {@code name}. The values are read when the registry asks for them. The registry refers to
 * the ingest weakly, as is usual with Micrometer. Instances are immutable; any thread may use them.
 */
public final class IngestMetrics implements MeterBinder {

    private static final String PREFIX = "ringway.ingest.";

    private final MqttIngest ingest;
    private final Tags tags;

    /**
     * Makes a binder for an ingest.
     *
     * @param ingest the ingest to watch
     * @param name the value of the tag {@code name}, which tells this ingest from others
     * @throws NullPointerException if an argument is {@code null}
     */
    public IngestMetrics(MqttIngest ingest, String name) {
        this.ingest = Objects.requireNonNull(ingest, "ingest must not be null");
        this.tags = Tags.of("name", Objects.requireNonNull(name, "name must not be null"));
    }

    /**
     * Registers the meters.
     *
     * @param registry where to register them
     * @throws NullPointerException if {@code registry} is {@code null}
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry must not be null");
        counter(registry, "offered", tags, IngestStats::offered);
        counter(registry, "stored", tags, IngestStats::stored);
        counter(registry, "duplicates", tags, IngestStats::duplicates);
        counter(registry, "statuses", tags, IngestStats::statuses);
        for (IngestDropReason reason : IngestDropReason.values()) {
            counter(registry, "dropped", tags.and("reason", reason.name()), stats -> stats.dropped(reason));
        }
        gauge(registry, "pending", "messages", IngestStats::pending);
        gauge(registry, "pending.size", "bytes", IngestStats::pendingBytes);
        gauge(registry, "oldest", "seconds", stats -> stats.oldestMillis() / 1000.0);
        counter(
                registry,
                "transactions",
                tags.and("cause", "size"),
                s -> s.transactions().bySize());
        counter(
                registry,
                "transactions",
                tags.and("cause", "window"),
                s -> s.transactions().byWindow());
        counter(
                registry,
                "transactions",
                tags.and("cause", "interval"),
                s -> s.transactions().byInterval());
        counter(
                registry,
                "transactions",
                tags.and("cause", "close"),
                s -> s.transactions().byClose());
        counter(registry, "retries", tags, s -> s.transactions().retries());
        FunctionTimer.builder(
                        PREFIX + "latency",
                        ingest,
                        i -> i.stats().transactions().messages(),
                        i -> i.stats().waitedMillis(),
                        TimeUnit.MILLISECONDS)
                .tags(tags)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, Tags tags, ToDoubleFunction<IngestStats> value) {
        FunctionCounter.builder(PREFIX + name, ingest, i -> value.applyAsDouble(i.stats()))
                .tags(tags)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String unit, ToDoubleFunction<IngestStats> value) {
        Gauge.builder(PREFIX + name, ingest, i -> value.applyAsDouble(i.stats()))
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }
}
