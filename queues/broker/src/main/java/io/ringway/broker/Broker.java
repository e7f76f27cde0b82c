package io.ringway.broker;

import io.ringway.broker.front.MqttFront;
import io.ringway.broker.front.MqttSettings;
import io.ringway.broker.grpc.GrpcFront;
import io.ringway.broker.http.HttpFront;
import io.ringway.broker.metrics.BrokerMetrics;
import io.ringway.broker.security.Credentials;
import io.ringway.broker.security.Tls;
import io.ringway.broker.webhook.DeadLetterWebhook;
import io.ringway.durable.DurableOptions;
import io.ringway.durable.DurableQueues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A running broker: the engine, and MQTT, HTTP and gRPC in front of it. */
public final class Broker implements AutoCloseable {

    private final DurableQueues queues;
    private final MqttFront mqtt;
    private final HttpFront http;
    private final GrpcFront grpc;
    private final Deque<AutoCloseable> parts;

    private Broker(DurableQueues queues, MqttFront mqtt, HttpFront http, GrpcFront grpc, Deque<AutoCloseable> parts) {
        this.queues = queues;
        this.mqtt = mqtt;
        this.http = http;
        this.grpc = grpc;
        this.parts = parts;
    }

    /**
     * Starts a broker. If a part of it cannot start, nothing is left running.
     *
     * @param config how it runs
     * @return the broker, listening
     * @throws IllegalStateException if a port is in use; the message names it
     * @throws io.ringway.durable.StorageException if the directory cannot be used, or another broker uses it
     */
    public static Broker start(BrokerConfig config) {
        Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
        try {
            return start(config, parts);
        } catch (RuntimeException | Error e) {
            closeAll(parts, e);
            throw e;
        }
    }

    private static Broker start(BrokerConfig config, Deque<AutoCloseable> parts) {
        requireFree(config.bind(), config.ports().mqtt());
        boolean open = config.users().isEmpty() && config.tokens().isEmpty();
        Credentials credentials = new Credentials(config.users(), config.tokens());
        Access access = open ? Access.OPEN : credentials;
        Callers callers = open ? Callers.OPEN : credentials;
        BrokerConfig.Limits limits = config.limits();
        AtomicBoolean ready = new AtomicBoolean();

        DeadLetterWebhook webhook = new DeadLetterWebhook();
        parts.push(webhook);
        DurableQueues queues = DurableQueues.open(
                config.data().resolve("queues"),
                DurableOptions.builder().onDeadLetter(webhook).build());
        parts.push(queues);
        parts.push(new StorageWatch(queues));
        Path directory = config.data().resolve("mqtt");
        MqttSettings settings = new MqttSettings(
                config.bind(),
                config.ports().mqtt(),
                keystore(config.tls(), directory.resolve("keystore.p12")),
                limits.mqttConnections(),
                limits.mqttPacketSize(),
                limits.queues(),
                config.createQueues());
        // HiveMQ takes longest by far; the other parts start meanwhile.
        CompletableFuture<BrokerMetrics> figures = CompletableFuture.supplyAsync(() -> {
            BrokerMetrics metrics = new BrokerMetrics(queues);
            parts.push(metrics);
            metrics.counter("ringway.webhook.sent", "Dead letters that a webhook was told of", webhook::sent);
            metrics.counter("ringway.webhook.failed", "Dead letters that no webhook took", webhook::failed);
            return metrics;
        });
        CompletableFuture<HttpFront> http = figures.thenApplyAsync(metrics -> {
            HttpFront front = HttpFront.start(
                    queues,
                    callers,
                    metrics::latency,
                    limits,
                    () -> ready.get() && queues.storageFailure().isEmpty(),
                    metrics::scrape,
                    config.tls(),
                    config.bind(),
                    config.ports().http());
            parts.push(front);
            return front;
        });
        CompletableFuture<GrpcFront> grpc = figures.thenApplyAsync(metrics -> {
            GrpcFront front = GrpcFront.start(
                    queues,
                    callers,
                    metrics::latency,
                    limits,
                    config.tls(),
                    config.bind(),
                    config.ports().grpc());
            parts.push(front);
            return front;
        });
        try {
            MqttFront mqtt = MqttFront.start(
                    queues, access, (queue, nanos) -> figures.join().delivered(queue, nanos), directory, settings);
            parts.push(mqtt);
            Broker broker = new Broker(queues, mqtt, http.join(), grpc.join(), parts);
            parts.push(() -> ready.set(false));
            ready.set(true);
            return broker;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            // What fails must not leave behind what is still starting.
            CompletableFuture.allOf(http, grpc).exceptionally(failure -> null).join();
        }
    }

    /** HiveMQ tells of a port in use by a stack trace, and only after the whole of its start. */
    private static void requireFree(String bind, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(bind))) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "MQTT cannot listen on " + bind + ":" + port
                            + ": the port is in use or not allowed; choose another one (ports.mqtt, --mqtt-port)",
                    e);
        }
    }

    /** HiveMQ reads its keys from a file. */
    private static MqttSettings.@Nullable Tls keystore(@Nullable Tls tls, Path file) {
        if (tls == null) {
            return null;
        }
        try {
            Files.createDirectories(file.getParent());
            tls.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate cannot be written to " + file + ": " + e.getMessage(), e);
        }
        return new MqttSettings.Tls(file, tls.password(), tls.password());
    }

    /**
     * Returns the port of MQTT.
     *
     * @return the port that is listened on
     */
    public int mqttPort() {
        return mqtt.port();
    }

    /**
     * Returns the port of HTTP.
     *
     * @return the port that is listened on
     */
    public int httpPort() {
        return http.port();
    }

    /**
     * Returns the port of gRPC.
     *
     * @return the port that is listened on
     */
    public int grpcPort() {
        return grpc.port();
    }

    /**
     * Returns the engine.
     *
     * @return the engine, which the broker closes
     */
    public DurableQueues queues() {
        return queues;
    }

    /** Stops listening, then closes the engine. Closing again does nothing. */
    @Override
    public void close() {
        closeAll(parts, null);
    }

    /** Closes the newest first, each of them whatever the others do, and throws what the first failure was. */
    private static void closeAll(Deque<AutoCloseable> parts, @Nullable Throwable cause) {
        Throwable failure = cause;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (cause == null && failure != null) {
            throw new IllegalStateException("the broker has not stopped cleanly: " + failure.getMessage(), failure);
        }
    }
}
