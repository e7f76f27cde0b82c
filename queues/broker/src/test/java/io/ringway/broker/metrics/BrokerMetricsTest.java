package io.ringway.broker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.ringway.broker.Latency;
import io.ringway.durable.Delivery;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.Message;
import io.ringway.durable.QueueConfig;
import io.ringway.durable.SubscribeOptions;
import io.ringway.durable.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerMetricsTest {

    private static final String QUEUE = "$queue/t";
    private static final String TAGS = "{queue=\"$queue/t\"}";

    @TempDir
    Path data;

    @Test
    void hasTheNamesOfTheSpecification() throws Exception {
        try (DurableQueues queues = DurableQueues.open(data);
                BrokerMetrics metrics = new BrokerMetrics(queues)) {
            queues.create(QueueConfig.builder(QUEUE).partitions(1).build());
            BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
            try (Subscription ignored =
                    queues.subscribe(QUEUE, "workers", "c", SubscribeOptions.DEFAULT, deliveries::add)) {
                for (int i = 0; i < 4; i++) {
                    queues.publish(QUEUE, Message.of(new byte[1])).get();
                }
                deliveries.take().ack().get();
                deliveries.take().reject("no").get();
                deliveries.take().nack(Duration.ofHours(1)).get();
                deliveries.take();
                for (int i = 1; i <= 100; i++) {
                    metrics.delivered(QUEUE, Duration.ofMillis(i).toNanos());
                }
                metrics.counter("ringway.webhook.sent", "Sent", () -> 7);

                String text = metrics.scrape();

                assertThat(text.lines())
                        .contains(
                                "mqtt_queue_depth" + TAGS + " 2.0",
                                "mqtt_queue_enqueue_total" + TAGS + " 4.0",
                                "mqtt_queue_dequeue_total" + TAGS + " 4.0",
                                "mqtt_queue_ack_total" + TAGS + " 1.0",
                                "mqtt_queue_nack_total" + TAGS + " 1.0",
                                "mqtt_queue_dlq_total{queue=\"$queue/t\",reason=\"rejected\"} 1.0",
                                "mqtt_queue_dlq_total{queue=\"$queue/t\",reason=\"max_retries\"} 0.0",
                                "mqtt_queue_dlq_total{queue=\"$queue/t\",reason=\"timeout\"} 0.0",
                                "mqtt_queue_dlq_total{queue=\"$queue/t\",reason=\"expired\"} 0.0",
                                "mqtt_queue_active_consumers{group=\"workers\",queue=\"$queue/t\"} 1.0",
                                "mqtt_queue_delivery_latency_seconds_count" + TAGS + " 100",
                                "ringway_webhook_sent_total 7.0")
                        .anyMatch(line -> line.startsWith(
                                "mqtt_queue_delivery_latency_seconds{queue=\"$queue/t\",quantile=\"0.99\"} "))
                        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"))
                        .anyMatch(line -> line.startsWith("jvm_gc_"))
                        .anyMatch(line -> line.startsWith("process_cpu_usage"));
            }
            Latency latency = metrics.latency(QUEUE);
            assertThat(latency.p50()).isCloseTo(0.050, within(0.002));
            assertThat(latency.p99()).isCloseTo(0.099, within(0.002));
            assertThat(latency.p999()).isCloseTo(0.100, within(0.002));
            assertThat(metrics.latency("$queue/none")).isEqualTo(Latency.NONE);
        }
    }

    @Test
    void followsQueuesAndConsumersThatComeAndGo() throws Exception {
        try (DurableQueues queues = DurableQueues.open(data);
                BrokerMetrics metrics = new BrokerMetrics(queues)) {
            queues.create(QueueConfig.of(QUEUE));
            metrics.delivered(QUEUE, 1);
            try (Subscription ignored = queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, delivery -> {})) {
                assertThat(metrics.scrape())
                        .contains("mqtt_queue_active_consumers{group=\"g\",queue=\"$queue/t\"} 1.0");
            }
            await().until(() ->
                    metrics.scrape().contains("mqtt_queue_active_consumers{group=\"g\",queue=\"$queue/t\"} 0.0"));
            queues.delete(QUEUE);
            assertThat(metrics.scrape()).doesNotContain("queue=\"$queue/t\"");
            queues.create(QueueConfig.of(QUEUE));
            queues.publish(QUEUE, Message.of(new byte[1])).get();
            assertThat(metrics.scrape()).contains("mqtt_queue_enqueue_total" + TAGS + " 1.0");
        }
    }
}
