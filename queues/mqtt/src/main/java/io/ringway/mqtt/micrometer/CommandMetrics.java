package io.ringway.mqtt.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringway.mqtt.CommandDropReason;
import io.ringway.mqtt.CommandQueue;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Binds a {@link CommandQueue} to a {@link MeterRegistry}.
 *
 * <table class="striped">
 * <caption>The meters of a command queue; the unit is commands</caption>
 * <thead><tr><th scope="col">name</th><th scope="col">kind</th><th scope="col">what it tells</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">{@code ringway.commands.offered}</th><td>counter</td><td>commands given to the queue</td></tr>
 * <tr><th scope="row">{@code ringway.commands.published}</th><td>counter</td><td>acknowledged by the broker</td></tr>
 * <tr><th scope="row">{@code ringway.commands.failed}</th><td>counter</td><td>failures told to the sender</td></tr>
 * <tr><th scope="row">{@code ringway.commands.dropped}</th><td>counter, by {@code reason}</td><td>queued and given
 * up</td></tr>
 * <tr><th scope="row">{@code ringway.commands.queued}</th><td>gauge</td><td>commands that wait</td></tr>
 * <tr><th scope="row">{@code ringway.commands.underway}</th><td>gauge</td><td>sent and not acknowledged</td></tr>
 * <tr><th scope="row">{@code ringway.commands.oldest}</th><td>time gauge</td><td>how long the oldest has waited</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Each meter has the tag {@code name}. The values are read when the registry asks for them. The registry refers to
 * the queue weakly. Instances are immutable; any thread may use them.
 */
public final class CommandMetrics implements MeterBinder {
    private final CommandQueue commands;
    private final Tags tags;

    /**
     * Creates a binder.
     *
     * @param commands what to watch
     * @param name the value of the tag {@code name}; another for each queue of a registry
     * @throws NullPointerException if an argument is {@code null}
     */
    public CommandMetrics(CommandQueue commands, String name) {
        this.commands = Objects.requireNonNull(commands, "commands");
        this.tags = Tags.of("name", Objects.requireNonNull(name, "name"));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(
                        "ringway.commands.offered", commands, it -> it.stats().offered())
                .description("commands given to the queue")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(
                        "ringway.commands.published", commands, it -> it.stats().published())
                .description("commands that the broker has acknowledged")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(
                        "ringway.commands.failed", commands, it -> it.stats().failed())
                .description("failures told to the sender")
                .tags(tags)
                .register(registry);
        for (CommandDropReason reason : CommandDropReason.values()) {
            FunctionCounter.builder(
                            "ringway.commands.dropped",
                            commands,
                            it -> it.stats().dropped().getOrDefault(reason, 0L))
                    .description("commands that were queued and given up")
                    .tags(tags)
                    .tag("reason", reason.name())
                    .register(registry);
        }
        Gauge.builder("ringway.commands.queued", commands, it -> it.stats().queued())
                .description("commands that wait")
                .tags(tags)
                .register(registry);
        Gauge.builder("ringway.commands.underway", commands, it -> it.stats().underWay())
                .description("commands sent and not acknowledged")
                .tags(tags)
                .register(registry);
        TimeGauge.builder(
                        "ringway.commands.oldest",
                        commands,
                        TimeUnit.MILLISECONDS,
                        it -> it.stats().oldestAge().toMillis())
                .description("how long the oldest queued command has waited")
                .tags(tags)
                .register(registry);
    }
}
