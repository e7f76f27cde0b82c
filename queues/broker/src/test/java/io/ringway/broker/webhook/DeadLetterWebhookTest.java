package io.ringway.broker.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.ringway.durable.Delivery;
import io.ringway.durable.DlqConfig;
import io.ringway.durable.DurableOptions;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.Message;
import io.ringway.durable.QueueConfig;
import io.ringway.durable.SubscribeOptions;
import io.ringway.durable.Subscription;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterWebhookTest {

    private static final String QUEUE = "$queue/alerts";

    @TempDir
    Path data;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;
    private DeadLetterWebhook webhook;
    private DurableQueues queues;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/hook", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Integer status = answers.poll();
            if (status != null && status == 302) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
            }
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            bodies.add("redirected");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/silent", exchange -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        webhook = new DeadLetterWebhook(Duration.ofMillis(10));
        queues = DurableQueues.open(
                data, DurableOptions.builder().onDeadLetter(webhook).build());
    }

    @AfterEach
    void stop() {
        released.countDown();
        queues.close();
        webhook.close();
        server.stop(0);
    }

    private void create(String path) {
        queues.create(QueueConfig.builder(QUEUE)
                .partitions(1)
                .dlqConfig(new DlqConfig(
                        true,
                        "$queue/dlq/alerts",
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path)))
                .build());
    }

    private void reject(int count) throws Exception {
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        try (Subscription ignored = queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add)) {
            for (int i = 0; i < count; i++) {
                queues.publish(QUEUE, Message.of("secret payload".getBytes(StandardCharsets.UTF_8)))
                        .get();
                deliveries.take().reject("bad").get();
            }
        }
    }

    @Test
    void tellsWhatBecameADeadLetter() throws Exception {
        create("/hook");
        reject(1);
        await().until(() -> webhook.sent() == 1);

        JsonNode body = new ObjectMapper().readTree(bodies.get(0));
        assertThat(body.path("event").asText()).isEqualTo("dead_letter");
        assertThat(body.path("queue").asText()).isEqualTo(QUEUE);
        assertThat(body.path("group").asText()).isEqualTo("g");
        assertThat(body.path("message_id").asText()).isNotEmpty();
        assertThat(body.path("reason").asText()).isEqualTo("rejected");
        assertThat(body.path("detail").asText()).isEqualTo("bad");
        assertThat(body.path("attempts").asInt()).isEqualTo(1);
        assertThat(body.path("time").asText()).contains("T").endsWith("Z");
        assertThat(bodies.get(0)).doesNotContain("secret payload");
    }

    @Test
    void triesAgainAfterAFailure() throws Exception {
        answers.addAll(List.of(500, 503, 404));
        create("/hook");
        reject(1);

        await().until(() -> webhook.sent() == 1);
        assertThat(bodies).hasSize(4).containsOnly(bodies.get(0));
        assertThat(webhook.failed()).isZero();
    }

    @Test
    void givesUpAfterFourFailuresAndCountsThem() throws Exception {
        answers.addAll(List.of(500, 500, 500, 500));
        create("/hook");
        reject(1);

        await().until(() -> webhook.failed() == 1);
        assertThat(bodies).hasSize(4);
        assertThat(webhook.sent()).isZero();
    }

    @Test
    void followsNoRedirect() throws Exception {
        answers.addAll(List.of(302, 302, 302, 302));
        create("/hook");
        reject(1);

        await().until(() -> webhook.failed() == 1);
        assertThat(bodies).doesNotContain("redirected");
    }

    @Test
    void neverHoldsUpDelivery() throws Exception {
        create("/silent");

        // More than may wait, and nobody answers: every one of them is settled all the same.
        reject(1_010);

        assertThat(queues.stats("$queue/dlq/alerts").depth()).isEqualTo(1_010);
        await().until(() -> webhook.failed() >= 10);
        assertThat(webhook.sent()).isZero();
    }
}
