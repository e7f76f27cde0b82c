package io.ringway.durable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a queue. Each part names its key in maps and its default.
 *
 * <p>{@link #fromMap} and {@link #toMap} speak the form of JSON and YAML: nested maps with keys in snake case,
 * durations as {@code "500ms"}, {@code "5s"}, {@code "5m"}, {@code "3h"}, {@code "7d"} or in ISO form, sizes as numbers
 * of bytes or as {@code "64KiB"}, {@code "1MiB"}. An unknown key is refused.
 *
 * @param name begins with {@code $queue/}; at most 1,024 bytes, no wildcards, no empty level, no further level that
 *     begins with {@code $}
 * @param partitions from 1 to 1,024 ({@code partitions}, 10; 1 where the order is strict). Fixed for the queue's life
 * @param ordering which order is kept ({@code ordering}, partition). Fixed for the queue's life
 * @param retryPolicy how failed messages are tried again ({@code retry_policy})
 * @param dlqConfig where messages go that cannot be delivered ({@code dlq_config})
 * @param limits what the queue takes ({@code limits})
 * @param performance how it delivers ({@code performance})
 * @param durability what a completed publish has survived ({@code durability}, fsync)
 * @param dedupWindow how long de-duplication ids are remembered, 0 for not at all ({@code dedup_window}, 5 min). The
 *     newest 100,000 are remembered at most
 */
public record QueueConfig(
        String name,
        int partitions,
        Ordering ordering,
        RetryPolicy retryPolicy,
        DlqConfig dlqConfig,
        Limits limits,
        Performance performance,
        Durability durability,
        Duration dedupWindow) {

    /**
     * Makes a configuration.
     *
     * @param name the queue
     * @param partitions how many partitions
     * @param ordering which order is kept
     * @param retryPolicy how failed messages are tried again
     * @param dlqConfig where messages go that cannot be delivered
     * @param limits what the queue takes
     * @param performance how it delivers
     * @param durability what a completed publish has survived
     * @param dedupWindow how long de-duplication ids are remembered
     * @throws InvalidConfigException if a value is out of range, or contradicts another
     */
    public QueueConfig {
        QueueNames.requireConfigured("name", name);
        Limits.requireRange("partitions", partitions, 1, 1_024);
        Objects.requireNonNull(ordering, "ordering");
        Objects.requireNonNull(retryPolicy, "retryPolicy");
        Objects.requireNonNull(dlqConfig, "dlqConfig");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(performance, "performance");
        Objects.requireNonNull(durability, "durability");
        Limits.requireDuration("dedup_window", dedupWindow, 0);
        if (ordering == Ordering.STRICT && partitions != 1) {
            throw new InvalidConfigException("partitions", "must be 1 where ordering is strict: " + partitions);
        }
        if (dlqConfig.enabled() && dlqConfig.topic().equals(name)) {
            throw new InvalidConfigException("dlq_config.topic", "must be another queue than " + name);
        }
    }

    /**
     * Begins a configuration with the defaults.
     *
     * @param name the queue
     * @return a builder
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Returns the defaults for a queue. A dead-letter queue has no dead-letter queue of its own.
     *
     * @param name the queue
     * @return its configuration
     * @throws InvalidConfigException if the name is not a queue's
     */
    public static QueueConfig of(String name) {
        return builder(name).build();
    }

    /**
     * Reads a configuration. Keys that are absent have their defaults.
     *
     * @param map the keys and values; {@code name} must be there
     * @return the configuration
     * @throws InvalidConfigException if a key is unknown, or a value is out of range or of a wrong type
     */
    public static QueueConfig fromMap(Map<String, ?> map) {
        ConfigMap read = new ConfigMap("", map);
        return apply(read, builder(read.string("name", "")));
    }

    /**
     * Returns this configuration with changes.
     *
     * @param changes the keys to change, in the form of {@link #fromMap}
     * @return a new configuration
     * @throws InvalidConfigException if a key is unknown, or a value is out of range or of a wrong type
     */
    public QueueConfig with(Map<String, ?> changes) {
        ConfigMap read = new ConfigMap("", changes);
        String changed = read.string("name", name);
        if (!changed.equals(name)) {
            throw new InvalidConfigException("name", "cannot be changed from " + name + ": " + changed);
        }
        return apply(read, toBuilder());
    }

    /**
     * Begins a configuration with the values of this one.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        return builder(name)
                .partitions(partitions)
                .ordering(ordering)
                .retryPolicy(retryPolicy)
                .dlqConfig(dlqConfig)
                .limits(limits)
                .performance(performance)
                .durability(durability)
                .dedupWindow(dedupWindow);
    }

    private static QueueConfig apply(ConfigMap map, Builder builder) {
        builder.ordering(map.choice("ordering", Ordering.class, builder.ordering));
        if (map.has("partitions")) {
            builder.partitions(map.integer("partitions", 0));
        }
        RetryPolicy retry = builder.retryPolicy;
        ConfigMap nested = map.nested("retry_policy");
        builder.retryPolicy(new RetryPolicy(
                nested.integer("max_retries", retry.maxRetries()),
                nested.duration("initial_backoff", retry.initialBackoff()),
                nested.duration("max_backoff", retry.maxBackoff()),
                nested.number("backoff_multiplier", retry.backoffMultiplier()),
                nested.duration("total_timeout", retry.totalTimeout())));
        nested.requireNoMore();
        DlqConfig dlq = builder.dlqConfigOrDefault();
        nested = map.nested("dlq_config");
        builder.dlqConfig(new DlqConfig(
                nested.bool("enabled", dlq.enabled()),
                nested.string("topic", dlq.topic()),
                nested.uri("alert_webhook", dlq.alertWebhook())));
        nested.requireNoMore();
        Limits limits = builder.limits;
        nested = map.nested("limits");
        builder.limits(new Limits(
                nested.size("max_message_size", limits.maxMessageSize()),
                nested.integer("max_queue_depth", limits.maxQueueDepth()),
                nested.duration("message_ttl", limits.messageTtl())));
        nested.requireNoMore();
        Performance performance = builder.performance;
        nested = map.nested("performance");
        builder.performance(new Performance(
                nested.duration("delivery_timeout", performance.deliveryTimeout()),
                nested.integer("batch_size", performance.batchSize())));
        nested.requireNoMore();
        builder.durability(map.choice("durability", Durability.class, builder.durability));
        builder.dedupWindow(map.duration("dedup_window", builder.dedupWindow));
        map.requireNoMore();
        return builder.build();
    }

    /**
     * Returns every key with its value, in the form of {@link #fromMap}: durations in ISO form, sizes in bytes.
     *
     * @return a new map
     */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("partitions", partitions);
        map.put("ordering", ordering.name().toLowerCase(Locale.ROOT));
        Map<String, Object> retry = new LinkedHashMap<>();
        retry.put("max_retries", retryPolicy.maxRetries());
        retry.put("initial_backoff", retryPolicy.initialBackoff().toString());
        retry.put("max_backoff", retryPolicy.maxBackoff().toString());
        retry.put("backoff_multiplier", retryPolicy.backoffMultiplier());
        retry.put("total_timeout", retryPolicy.totalTimeout().toString());
        map.put("retry_policy", retry);
        Map<String, Object> dlq = new LinkedHashMap<>();
        dlq.put("enabled", dlqConfig.enabled());
        dlq.put("topic", dlqConfig.topic());
        if (dlqConfig.alertWebhook() != null) {
            dlq.put("alert_webhook", dlqConfig.alertWebhook().toString());
        }
        map.put("dlq_config", dlq);
        Map<String, Object> limit = new LinkedHashMap<>();
        limit.put("max_message_size", limits.maxMessageSize());
        limit.put("max_queue_depth", limits.maxQueueDepth());
        limit.put("message_ttl", limits.messageTtl().toString());
        map.put("limits", limit);
        Map<String, Object> perf = new LinkedHashMap<>();
        perf.put("delivery_timeout", performance.deliveryTimeout().toString());
        perf.put("batch_size", performance.batchSize());
        map.put("performance", perf);
        map.put("durability", durability.name().toLowerCase(Locale.ROOT));
        map.put("dedup_window", dedupWindow.toString());
        return map;
    }

    /** Builds a {@link QueueConfig}. */
    public static final class Builder {
        private final String name;
        private int partitions;
        private Ordering ordering = Ordering.PARTITION;
        private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
        private @Nullable DlqConfig dlqConfig;
        private Limits limits = Limits.DEFAULT;
        private Performance performance = Performance.DEFAULT;
        private Durability durability = Durability.FSYNC;
        private Duration dedupWindow = Duration.ofMinutes(5);

        private Builder(String name) {
            QueueNames.requireConfigured("name", name);
            this.name = name;
        }

        /**
         * Sets the number of partitions. Left out, it is 10, or 1 where the order is strict.
         *
         * @param partitions from 1 to 1,024
         * @return this builder
         * @throws InvalidConfigException if the number is out of range
         */
        public Builder partitions(int partitions) {
            Limits.requireRange("partitions", partitions, 1, 1_024);
            this.partitions = partitions;
            return this;
        }

        /**
         * Sets which order is kept.
         *
         * @param ordering the order
         * @return this builder
         */
        public Builder ordering(Ordering ordering) {
            this.ordering = Objects.requireNonNull(ordering, "ordering");
            return this;
        }

        /**
         * Sets how failed messages are tried again.
         *
         * @param retryPolicy the policy
         * @return this builder
         */
        public Builder retryPolicy(RetryPolicy retryPolicy) {
            this.retryPolicy = Objects.requireNonNull(retryPolicy, "retryPolicy");
            return this;
        }

        /**
         * Sets where messages go that cannot be delivered. Left out, it is {@code $queue/dlq/<name>}, and nowhere for a
         * dead-letter queue.
         *
         * @param dlqConfig the configuration
         * @return this builder
         */
        public Builder dlqConfig(DlqConfig dlqConfig) {
            this.dlqConfig = Objects.requireNonNull(dlqConfig, "dlqConfig");
            return this;
        }

        /**
         * Sets what the queue takes.
         *
         * @param limits the limits
         * @return this builder
         */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets how the queue delivers.
         *
         * @param performance the configuration
         * @return this builder
         */
        public Builder performance(Performance performance) {
            this.performance = Objects.requireNonNull(performance, "performance");
            return this;
        }

        /**
         * Sets what a completed publish has survived.
         *
         * @param durability the mode
         * @return this builder
         */
        public Builder durability(Durability durability) {
            this.durability = Objects.requireNonNull(durability, "durability");
            return this;
        }

        /**
         * Sets how long de-duplication ids are remembered.
         *
         * @param dedupWindow the time; zero for not at all
         * @return this builder
         */
        public Builder dedupWindow(Duration dedupWindow) {
            this.dedupWindow = Objects.requireNonNull(dedupWindow, "dedupWindow");
            return this;
        }

        private DlqConfig dlqConfigOrDefault() {
            return dlqConfig != null
                    ? dlqConfig
                    : new DlqConfig(!QueueNames.isDeadLetters(name), QueueNames.deadLetters(name), null);
        }

        /**
         * Makes the configuration.
         *
         * @return the configuration
         * @throws InvalidConfigException if values contradict each other
         */
        public QueueConfig build() {
            int count = partitions != 0 ? partitions : ordering == Ordering.STRICT ? 1 : 10;
            return new QueueConfig(
                    name,
                    count,
                    ordering,
                    retryPolicy,
                    dlqConfigOrDefault(),
                    limits,
                    performance,
                    durability,
                    dedupWindow);
        }
    }
}
