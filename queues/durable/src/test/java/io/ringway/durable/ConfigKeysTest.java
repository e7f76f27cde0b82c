package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.log.MemoryLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each configuration key has a test here that fails when the key is ignored: trap 1. */
class ConfigKeysTest {

    private static final String Q = "$queue/q";
    private static final String DLQ = "$queue/dlq/q";

    private final Driver driver = new Driver();

    private void create(Map<String, ?> keys) {
        Map<String, Object> all = new HashMap<>(keys);
        all.put("name", Q);
        all.putIfAbsent("partitions", 1);
        driver.create(QueueConfig.fromMap(all));
        driver.join(Q, "c", 10);
    }

    private Driver.Hand deliver(String text, String key) {
        driver.publish(Q, text, key);
        return driver.hand();
    }

    @Test
    void partitions() {
        create(Map.of("partitions", 7));
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            used.add(((PublishResult) driver.publish(Q, "m", "k" + i)).partition());
        }
        assertThat(used).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void ordering() {
        create(Map.of("ordering", "none"));
        driver.publish(Q, "m1", "k");
        driver.publish(Q, "m2", "k");
        assertThat(driver.texts()).containsExactly("m1", "m2");
        Driver other = new Driver();
        other.create(QueueConfig.fromMap(Map.of("name", Q, "ordering", "strict")));
        other.join(Q, "c", 10);
        other.publish(Q, "m1", "k1");
        other.publish(Q, "m2", "k2");
        assertThat(other.texts()).containsExactly("m1");
    }

    @Test
    void retryPolicyMaxRetries() {
        create(Map.of("retry_policy", Map.of("max_retries", 0)));
        driver.nack(deliver("m", null), 0);
        assertThat(driver.dead)
                .singleElement()
                .satisfies(info -> assertThat(info.reason()).isEqualTo(DeadLetterReason.MAX_RETRIES));
    }

    @Test
    void retryPolicyInitialBackoffMultiplierAndMaxBackoff() {
        create(Map.of(
                "retry_policy", Map.of("initial_backoff", "10ms", "backoff_multiplier", 3.0, "max_backoff", "80ms")));
        Driver.Hand hand = deliver("m", null);
        for (long wait : new long[] {10, 30, 80, 80}) {
            driver.nack(hand, -1);
            driver.pass(wait - 1);
            assertThat(driver.hands()).isEmpty();
            driver.pass(1);
            hand = driver.hand();
        }
    }

    @Test
    void retryPolicyTotalTimeout() {
        create(Map.of("retry_policy", Map.of("total_timeout", "20s")));
        driver.nack(deliver("m", null), 60_000);
        driver.pass(19_999);
        assertThat(driver.dead).isEmpty();
        driver.pass(1);
        assertThat(driver.dead)
                .singleElement()
                .satisfies(info -> assertThat(info.reason()).isEqualTo(DeadLetterReason.TIMEOUT));
    }

    @Test
    void dlqConfigEnabled() {
        create(Map.of("dlq_config", Map.of("enabled", false)));
        driver.reject(deliver("m", null));
        assertThat(driver.queue(DLQ)).isNull();
        assertThat(driver.queue(Q).depth).isZero();
        assertThat(driver.queue(Q).dead).containsEntry(DeadLetterReason.REJECTED, 1L);
    }

    @Test
    void dlqConfigTopic() {
        create(Map.of("dlq_config", Map.of("topic", "$queue/graveyard")));
        driver.reject(deliver("m", null));
        assertThat(driver.queue("$queue/graveyard").depth).isEqualTo(1);
        assertThat(driver.queue(DLQ)).isNull();
    }

    @Test
    void dlqConfigAlertWebhook() throws Exception {
        BlockingQueue<DeadLetterEvent> events = new LinkedBlockingQueue<>();
        DurableOptions options =
                DurableOptions.builder().onDeadLetter(events::add).build();
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), options)) {
            queues.create(QueueConfig.fromMap(
                    Map.of("name", Q, "dlq_config", Map.of("alert_webhook", "https://example.org/a"))));
            queues.subscribe(Q, "g", "c", SubscribeOptions.DEFAULT, delivery -> delivery.reject("no"));
            queues.publish(Q, Message.of(new byte[1])).join();
            assertThat(events.poll(20, TimeUnit.SECONDS).alertWebhook()).hasToString("https://example.org/a");
        }
    }

    @Test
    void limitsMaxMessageSize() {
        create(Map.of("limits", Map.of("max_message_size", 3)));
        assertThat(driver.publish(Q, "1234", null)).isEqualTo(Refusal.TOO_LARGE);
        assertThat(driver.publish(Q, "123", null)).isInstanceOf(PublishResult.class);
    }

    @Test
    void limitsMaxQueueDepth() {
        create(Map.of("limits", Map.of("max_queue_depth", 1)));
        driver.publish(Q, "1", null);
        assertThat(driver.publish(Q, "2", null)).isEqualTo(Refusal.FULL);
    }

    @Test
    void limitsMessageTtl() {
        create(Map.of("limits", Map.of("message_ttl", "9s")));
        driver.leave(Q, "c", Wire.CLOSE);
        driver.publish(Q, "1", null);
        driver.pass(8_999);
        assertThat(driver.queue(Q).depth).isEqualTo(1);
        driver.pass(1);
        assertThat(driver.queue(Q).depth).isZero();
        assertThat(driver.dead)
                .singleElement()
                .satisfies(info -> assertThat(info.reason()).isEqualTo(DeadLetterReason.EXPIRED));
    }

    @Test
    void performanceDeliveryTimeout() {
        create(Map.of(
                "performance", Map.of("delivery_timeout", "7s"), "retry_policy", Map.of("initial_backoff", "0s")));
        deliver("m", null);
        driver.pass(6_999);
        assertThat(driver.hands()).isEmpty();
        driver.pass(1);
        assertThat(driver.hand().attempt()).isEqualTo(2);
    }

    @Test
    void performanceBatchSize() throws Exception {
        create(Map.of("performance", Map.of("batch_size", 2)));
        for (int i = 0; i < 5; i++) {
            driver.publish(Q, "m" + i, "k");
        }
        assertThat(driver.texts()).containsExactly("m0", "m1");
        BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.fromMap(Map.of("name", Q, "performance", Map.of("batch_size", 3))));
            for (int i = 0; i < 9; i++) {
                queues.publish(Q, Message.of(new byte[1])).join();
            }
            queues.subscribe(Q, "g", "c", SubscribeOptions.DEFAULT, new DeliveryListener() {
                @Override
                public void onDelivery(Delivery delivery) {}

                @Override
                public void onBatch(List<Delivery> batch) {
                    sizes.add(batch.size());
                }
            });
            List<Integer> seen = new ArrayList<>();
            for (int sum = 0; sum < 9; sum += seen.get(seen.size() - 1)) {
                seen.add(sizes.poll(20, TimeUnit.SECONDS));
            }
            assertThat(seen).contains(3).allMatch(size -> size <= 3);
        }
    }

    @Test
    void durability() throws Exception {
        for (String mode : List.of("fsync", "os")) {
            GatedLog gate = new GatedLog();
            try (DurableQueues queues = DurableQueues.open(gate.log(), DurableOptions.DEFAULT)) {
                queues.create(QueueConfig.fromMap(Map.of("name", Q, "durability", mode)));
                gate.shut();
                CompletableFuture<PublishResult> publish = queues.publish(Q, Message.of("m".getBytes(UTF_8)));
                if (mode.equals("os")) {
                    publish.get(20, TimeUnit.SECONDS);
                } else {
                    gate.awaitSync();
                    assertThat(publish).isNotDone();
                }
                gate.open();
                publish.get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void dedupWindow() {
        create(Map.of("dedup_window", "10s"));
        Message message = Message.builder("m".getBytes(UTF_8)).dedupId("id-1").build();
        PublishResult first = (PublishResult) driver.publish(Q, message);
        driver.now += 9_999;
        PublishResult second = (PublishResult) driver.publish(Q, message);
        assertThat(second.duplicate()).isTrue();
        assertThat(second.messageId()).isEqualTo(first.messageId());
        driver.now += 1;
        PublishResult third = (PublishResult) driver.publish(Q, message);
        assertThat(third.duplicate()).isFalse();
        assertThat(driver.queue(Q).depth).isEqualTo(2);
    }
}
