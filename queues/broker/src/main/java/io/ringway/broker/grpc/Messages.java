package io.ringway.broker.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.ringway.broker.Latency;
import io.ringway.broker.grpc.v1.DeadLetter;
import io.ringway.broker.grpc.v1.DlqConfig;
import io.ringway.broker.grpc.v1.Durability;
import io.ringway.broker.grpc.v1.Group;
import io.ringway.broker.grpc.v1.Limits;
import io.ringway.broker.grpc.v1.Ordering;
import io.ringway.broker.grpc.v1.Performance;
import io.ringway.broker.grpc.v1.Property;
import io.ringway.broker.grpc.v1.QueueConfig;
import io.ringway.broker.grpc.v1.QueueStats;
import io.ringway.broker.grpc.v1.RetryPolicy;
import io.ringway.durable.DurableQueueStats;
import io.ringway.durable.Message;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Translates between the engine's records and the messages of {@code queue_admin.proto}. */
final class Messages {

    private Messages() {}

    /** The keys that are set, in the form of {@link io.ringway.durable.QueueConfig#fromMap}. */
    static Map<String, Object> map(QueueConfig config) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", config.getName());
        if (config.hasPartitions()) {
            map.put("partitions", number(config.getPartitions()));
        }
        if (config.hasOrdering()) {
            map.put("ordering", choice(config.getOrdering(), "ORDERING_"));
        }
        RetryPolicy retry = config.getRetryPolicy();
        Map<String, Object> section = new LinkedHashMap<>();
        if (retry.hasMaxRetries()) {
            section.put("max_retries", number(retry.getMaxRetries()));
        }
        if (retry.hasInitialBackoff()) {
            section.put("initial_backoff", text(retry.getInitialBackoff()));
        }
        if (retry.hasMaxBackoff()) {
            section.put("max_backoff", text(retry.getMaxBackoff()));
        }
        if (retry.hasBackoffMultiplier()) {
            section.put("backoff_multiplier", retry.getBackoffMultiplier());
        }
        if (retry.hasTotalTimeout()) {
            section.put("total_timeout", text(retry.getTotalTimeout()));
        }
        map.put("retry_policy", section);
        DlqConfig dlq = config.getDlqConfig();
        section = new LinkedHashMap<>();
        if (dlq.hasEnabled()) {
            section.put("enabled", dlq.getEnabled());
        }
        if (dlq.hasTopic()) {
            section.put("topic", dlq.getTopic());
        }
        if (dlq.hasAlertWebhook()) {
            section.put("alert_webhook", dlq.getAlertWebhook());
        }
        map.put("dlq_config", section);
        Limits limits = config.getLimits();
        section = new LinkedHashMap<>();
        if (limits.hasMaxMessageSize()) {
            section.put("max_message_size", number(limits.getMaxMessageSize()));
        }
        if (limits.hasMaxQueueDepth()) {
            section.put("max_queue_depth", number(limits.getMaxQueueDepth()));
        }
        if (limits.hasMessageTtl()) {
            section.put("message_ttl", text(limits.getMessageTtl()));
        }
        map.put("limits", section);
        Performance performance = config.getPerformance();
        section = new LinkedHashMap<>();
        if (performance.hasDeliveryTimeout()) {
            section.put("delivery_timeout", text(performance.getDeliveryTimeout()));
        }
        if (performance.hasBatchSize()) {
            section.put("batch_size", number(performance.getBatchSize()));
        }
        map.put("performance", section);
        if (config.hasDurability()) {
            map.put("durability", choice(config.getDurability(), "DURABILITY_"));
        }
        if (config.hasDedupWindow()) {
            map.put("dedup_window", text(config.getDedupWindow()));
        }
        return map;
    }

    /** A number that the engine refuses as out of range if it is too large for it, and doesn't take for negative. */
    private static Object number(int unsigned) {
        return Integer.toUnsignedLong(unsigned);
    }

    private static String choice(Enum<?> value, String prefix) {
        return value.name().toLowerCase(Locale.ROOT).replace(prefix.toLowerCase(Locale.ROOT), "");
    }

    /** In ISO form; one that is out of range stays out of range of everything. */
    private static String text(Duration duration) {
        try {
            return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos())
                    .toString();
        } catch (ArithmeticException e) {
            return duration.getSeconds() + "s and " + duration.getNanos() + "ns";
        }
    }

    private static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    static QueueConfig config(io.ringway.durable.QueueConfig config) {
        DlqConfig.Builder dlq = DlqConfig.newBuilder()
                .setEnabled(config.dlqConfig().enabled())
                .setTopic(config.dlqConfig().topic());
        if (config.dlqConfig().alertWebhook() != null) {
            dlq.setAlertWebhook(config.dlqConfig().alertWebhook().toString());
        }
        return QueueConfig.newBuilder()
                .setName(config.name())
                .setPartitions(config.partitions())
                .setOrdering(Ordering.valueOf("ORDERING_" + config.ordering().name()))
                .setRetryPolicy(RetryPolicy.newBuilder()
                        .setMaxRetries(config.retryPolicy().maxRetries())
                        .setInitialBackoff(duration(config.retryPolicy().initialBackoff()))
                        .setMaxBackoff(duration(config.retryPolicy().maxBackoff()))
                        .setBackoffMultiplier(config.retryPolicy().backoffMultiplier())
                        .setTotalTimeout(duration(config.retryPolicy().totalTimeout())))
                .setDlqConfig(dlq)
                .setLimits(Limits.newBuilder()
                        .setMaxMessageSize(config.limits().maxMessageSize())
                        .setMaxQueueDepth(config.limits().maxQueueDepth())
                        .setMessageTtl(duration(config.limits().messageTtl())))
                .setPerformance(Performance.newBuilder()
                        .setDeliveryTimeout(duration(config.performance().deliveryTimeout()))
                        .setBatchSize(config.performance().batchSize()))
                .setDurability(
                        Durability.valueOf("DURABILITY_" + config.durability().name()))
                .setDedupWindow(duration(config.dedupWindow()))
                .build();
    }

    static QueueStats stats(DurableQueueStats stats, Latency latency) {
        QueueStats.Builder message = QueueStats.newBuilder()
                .setQueue(stats.queue())
                .setDepth(stats.depth())
                .setEnqueued(stats.enqueued())
                .setDequeued(stats.dequeued())
                .setAcked(stats.acked())
                .setNacked(stats.nacked())
                .setExpired(stats.expired());
        stats.deadLettered()
                .forEach(
                        (reason, count) -> message.putDeadLettered(reason.name().toLowerCase(Locale.ROOT), count));
        stats.groups().forEach(group -> {
            Group.Builder inner = Group.newBuilder()
                    .setName(group.name())
                    .setLag(group.lag())
                    .setInFlight(group.inFlight())
                    .setWaiting(group.waiting());
            group.consumers()
                    .forEach(member -> inner.addConsumers(io.ringway.broker.grpc.v1.Consumer.newBuilder()
                            .setConsumerId(member.consumerId())
                            .addAllPartitions(member.partitions())
                            .setInFlight(member.inFlight())
                            .setPrefetch(member.prefetch())));
            message.addGroups(inner);
        });
        if (latency.p50() != null) {
            io.ringway.broker.grpc.v1.Latency.Builder inner = io.ringway.broker.grpc.v1.Latency.newBuilder();
            set(latency.p50(), inner::setP50);
            set(latency.p99(), inner::setP99);
            set(latency.p999(), inner::setP999);
            message.setLatency(inner);
        }
        return message.build();
    }

    private static void set(@Nullable Double seconds, Consumer<Duration> setter) {
        if (seconds != null) {
            setter.accept(duration(java.time.Duration.ofNanos(Math.round(seconds * 1e9))));
        }
    }

    private static Timestamp time(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    static DeadLetter.Builder letter(io.ringway.durable.DeadLetter letter) {
        DeadLetter.Builder message = DeadLetter.newBuilder()
                .setId(letter.id())
                .setQueue(letter.origin().queue())
                .setMessageId(letter.origin().messageId())
                .setGroup(letter.origin().group())
                .setReason(letter.origin().reason().name().toLowerCase(Locale.ROOT))
                .setDetail(letter.origin().detail())
                .setAttempts(letter.origin().attempts())
                .setTime(time(letter.origin().time()));
        Message published = letter.message();
        if (published == null) {
            return message.setDamaged(true);
        }
        message.setPayload(ByteString.copyFrom(published.payload()));
        published
                .properties()
                .forEach(property -> message.addProperties(
                        Property.newBuilder().setName(property.name()).setValue(property.value())));
        String key = published.key();
        if (key != null) {
            message.setKey(key);
        }
        return message;
    }
}
