package io.ringway.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueConfigTest {

    @Test
    void defaultsAreThoseOfTheSpecification() {
        QueueConfig config = QueueConfig.of("$queue/tasks/image");
        assertThat(config.partitions()).isEqualTo(10);
        assertThat(config.ordering()).isEqualTo(Ordering.PARTITION);
        assertThat(config.retryPolicy())
                .isEqualTo(new RetryPolicy(10, Duration.ofSeconds(5), Duration.ofMinutes(5), 2.0, Duration.ofHours(3)));
        assertThat(config.dlqConfig()).isEqualTo(new DlqConfig(true, "$queue/dlq/tasks/image", null));
        assertThat(config.limits()).isEqualTo(new Limits(1 << 20, 100_000, Duration.ofHours(168)));
        assertThat(config.performance()).isEqualTo(new Performance(Duration.ofSeconds(30), 1));
        assertThat(config.durability()).isEqualTo(Durability.FSYNC);
        assertThat(QueueConfig.builder("$queue/a")
                        .ordering(Ordering.STRICT)
                        .build()
                        .partitions())
                .isEqualTo(1);
    }

    @Test
    void backoffDoublesUpToItsMaximum() {
        assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 8, 1_000_000).stream()
                        .map(n -> RetryPolicy.DEFAULT.backoffMillis(n) / 1_000))
                .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
    }

    @Test
    void mapsReadBackAsTheSameConfiguration() {
        QueueConfig config = QueueConfig.fromMap(Map.of(
                "name",
                "$queue/a",
                "ordering",
                "none",
                "partitions",
                3,
                "retry_policy",
                Map.of("max_retries", 2, "initial_backoff", "250ms", "total_timeout", "1d", "backoff_multiplier", 3),
                "dlq_config",
                Map.of("enabled", false, "topic", "$queue/dead", "alert_webhook", "https://example.org/hook"),
                "limits",
                Map.of("max_message_size", "64KiB", "max_queue_depth", 7, "message_ttl", "PT2H"),
                "performance",
                Map.of("delivery_timeout", "10s", "batch_size", 5),
                "durability",
                "os",
                "dedup_window",
                "1m"));
        assertThat(config.retryPolicy().initialBackoff()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.limits()).isEqualTo(new Limits(1 << 16, 7, Duration.ofHours(2)));
        assertThat(config.durability()).isEqualTo(Durability.OS);
        assertThat(QueueConfig.fromMap(config.toMap())).isEqualTo(config);
        assertThat(config.with(Map.of("limits", Map.of("max_queue_depth", 8))).limits())
                .isEqualTo(new Limits(1 << 16, 8, Duration.ofHours(2)));
    }

    static List<Map.Entry<String, Map<String, ?>>> bad() {
        return List.of(
                Map.entry("nmae", Map.of("nmae", 1)),
                Map.entry("limits.max_depth", Map.of("limits", Map.of("max_depth", 1))),
                Map.entry("retry_policy.retries", Map.of("retry_policy", Map.of("retries", 1))),
                Map.entry("performance.prefetch", Map.of("performance", Map.of("prefetch", 1))),
                Map.entry("dlq_config.url", Map.of("dlq_config", Map.of("url", "x"))),
                Map.entry("partitions", Map.of("partitions", 0)),
                Map.entry("partitions", Map.of("partitions", 1.5)),
                Map.entry("partitions", Map.of("partitions", 2, "ordering", "strict")),
                Map.entry("ordering", Map.of("ordering", "fifo")),
                Map.entry("durability", Map.of("durability", 3)),
                Map.entry("limits", Map.of("limits", "none")),
                Map.entry("limits.message_ttl", Map.of("limits", Map.of("message_ttl", 5))),
                Map.entry("limits.message_ttl", Map.of("limits", Map.of("message_ttl", "-PT1S"))),
                Map.entry("limits.max_message_size", Map.of("limits", Map.of("max_message_size", "1GB"))),
                Map.entry("limits.max_message_size", Map.of("limits", Map.of("max_message_size", "9999MiB"))),
                Map.entry("limits.max_queue_depth", Map.of("limits", Map.of("max_queue_depth", -1))),
                Map.entry("retry_policy.max_retries", Map.of("retry_policy", Map.of("max_retries", -1))),
                Map.entry("retry_policy.max_backoff", Map.of("retry_policy", Map.of("max_backoff", "1s"))),
                Map.entry("retry_policy.backoff_multiplier", Map.of("retry_policy", Map.of("backoff_multiplier", 0.5))),
                Map.entry("retry_policy.initial_backoff", Map.of("retry_policy", Map.of("initial_backoff", "soon"))),
                Map.entry("performance.batch_size", Map.of("performance", Map.of("batch_size", 0))),
                Map.entry("performance.delivery_timeout", Map.of("performance", Map.of("delivery_timeout", "0s"))),
                Map.entry("dlq_config.alert_webhook", Map.of("dlq_config", Map.of("alert_webhook", "file:///x"))),
                Map.entry("dlq_config.topic", Map.of("dlq_config", Map.of("topic", "dead"))),
                Map.entry("dlq_config.topic", Map.of("dlq_config", Map.of("topic", "$queue/a"))),
                Map.entry("dedup_window", Map.of("dedup_window", true)));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badKeysAndValuesAreRefusedByName(Map.Entry<String, Map<String, ?>> bad) {
        assertThatThrownBy(() -> QueueConfig.of("$queue/a").with(bad.getValue()))
                .isInstanceOfSatisfying(
                        InvalidConfigException.class, e -> assertThat(e.key()).isEqualTo(bad.getKey()))
                .hasMessageContaining(bad.getKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "tasks", "$queue/", "$queue/a//b", "$queue/a/", "$queue/+", "$queue/a/$ack", "$queue/\n"})
    void badNamesAreRefused(String name) {
        assertThatThrownBy(() -> QueueConfig.of(name))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("name");
    }
}
