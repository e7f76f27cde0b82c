package io.ringway.mqtt.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringway.mqtt.DropReason;
import io.ringway.mqtt.FlushCause;
import io.ringway.mqtt.TelemetryBatcher;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Binds a {@link TelemetryBatcher} to a {@link MeterRegistry}.
 *
 * <table class="striped">
 * <caption>The meters of a batcher</caption>
 * <thead><tr><th scope="col">name</th><th scope="col">kind</th><th scope="col">what it tells</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">{@code ringway.telemetry.offered}</th><td>counter</td><td>readings offered</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.delivered}</th><td>counter</td><td>readings acknowledged by the
 * broker</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.dropped}</th><td>counter, by {@code reason}</td><td>readings given
 * up</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.pending}</th><td>gauge</td><td>readings that wait</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.unacknowledged}</th><td>gauge</td><td>readings sent and not
 * acknowledged</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.unacknowledged.bytes}</th><td>gauge</td><td>their payloads</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.spooled}</th><td>gauge</td><td>readings in the spool that wait</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.spool.bytes}</th><td>gauge</td><td>the spool on disk</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.oldest}</th><td>time gauge</td><td>the longest that a pending reading has
 * waited</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.batches}</th><td>counter, by {@code cause}</td><td>batches sent</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.batched}</th><td>counter</td><td>readings in these batches</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.batched.bytes}</th><td>counter</td><td>their payloads</td></tr>
 * <tr><th scope="row">{@code ringway.telemetry.acknowledgement}</th><td>timer</td><td>from sending a batch to its
 * acknowledgement</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Each meter has the tag {@code name}. The values are read when the registry asks for them: the threads that use the
 * batcher pay nothing. The registry refers to the batcher weakly. Instances are immutable; any thread may use them.
 */
public final class TelemetryMetrics implements MeterBinder {
    private final TelemetryBatcher batcher;
    private final Tags tags;

    /**
     * Creates a binder.
     *
     * @param batcher what to watch
     * @param name the value of the tag {@code name}; another for each batcher of a registry
     * @throws NullPointerException if an argument is {@code null}
     */
    public TelemetryMetrics(TelemetryBatcher batcher, String name) {
        this.batcher = Objects.requireNonNull(batcher, "batcher");
        this.tags = Tags.of("name", Objects.requireNonNull(name, "name"));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(
                        "ringway.telemetry.offered", batcher, it -> it.stats().offered())
                .description("readings offered")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(
                        "ringway.telemetry.delivered", batcher, it -> it.stats().delivered())
                .description("readings that the broker has acknowledged")
                .tags(tags)
                .register(registry);
        for (DropReason reason : DropReason.values()) {
            FunctionCounter.builder(
                            "ringway.telemetry.dropped",
                            batcher,
                            it -> it.stats().dropped().getOrDefault(reason, 0L))
                    .description("readings given up")
                    .tags(tags)
                    .tag("reason", reason.name())
                    .register(registry);
        }
        Gauge.builder("ringway.telemetry.pending", batcher, it -> it.stats().pending())
                .description("readings that wait")
                .tags(tags)
                .register(registry);
        Gauge.builder(
                        "ringway.telemetry.unacknowledged",
                        batcher,
                        it -> it.stats().unacknowledged())
                .description("readings sent and not acknowledged")
                .tags(tags)
                .register(registry);
        Gauge.builder(
                        "ringway.telemetry.unacknowledged.bytes",
                        batcher,
                        it -> it.stats().unacknowledgedBytes())
                .description("payloads sent and not acknowledged")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        Gauge.builder("ringway.telemetry.spooled", batcher, it -> it.stats().spooled())
                .description("readings in the spool that wait")
                .tags(tags)
                .register(registry);
        Gauge.builder("ringway.telemetry.spool.bytes", batcher, it -> it.stats().spoolBytes())
                .description("what the spool takes on disk")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        TimeGauge.builder(
                        "ringway.telemetry.oldest",
                        batcher,
                        TimeUnit.NANOSECONDS,
                        it -> it.stats().oldestAge().toNanos())
                .description("the longest that a pending reading has waited")
                .tags(tags)
                .register(registry);
        for (FlushCause cause : FlushCause.values()) {
            FunctionCounter.builder(
                            "ringway.telemetry.batches",
                            batcher,
                            it -> it.stats().batches().getOrDefault(cause, 0L))
                    .description("batches sent")
                    .tags(tags)
                    .tag("cause", cause.name())
                    .register(registry);
        }
        FunctionCounter.builder(
                        "ringway.telemetry.batched", batcher, it -> it.stats().batchedReadings())
                .description("readings in the batches that were sent")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(
                        "ringway.telemetry.batched.bytes",
                        batcher,
                        it -> it.stats().batchedBytes())
                .description("payloads of the batches that were sent")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        FunctionTimer.builder(
                        "ringway.telemetry.acknowledgement",
                        batcher,
                        it -> it.stats().acknowledged(),
                        it -> it.stats().acknowledgementTime().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("from sending a batch to its acknowledgement")
                .tags(tags)
                .register(registry);
    }
}
