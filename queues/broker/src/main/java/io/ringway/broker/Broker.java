package io.ringway.broker;

import io.ringway.broker.front.MqttFront;
import io.ringway.broker.front.MqttSettings;
import io.ringway.broker.grpc.GrpcFront;
import io.ringway.broker.http.HttpFront;
import io.ringway.broker.metrics.BrokerMetrics;
import io.ringway.broker.security.Tls;
import io.ringway.durable.DurableQueues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A running broker: the engine, and MQTT, HTTP and gRPC in front of it. */
public final class Broker implements AutoCloseable {

    private final Parts parts;
    private final MqttFront mqtt;
    private final HttpFront http;
    private final GrpcFront grpc;

    private Broker(Parts parts, MqttFront mqtt, HttpFront http, GrpcFront grpc) {
        this.parts = parts;
        this.mqtt = mqtt;
        this.http = http;
        this.grpc = grpc;
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
        requireFree(config.bind(), config.ports().mqtt());
        Parts parts = Parts.open(config);
        try {
            return start(config, parts);
        } catch (RuntimeException | Error e) {
            parts.close(e);
            throw e;
        }
    }

    private static Broker start(BrokerConfig config, Parts parts) {
        BrokerConfig.Limits limits = config.limits();
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
        CompletableFuture<BrokerMetrics> figures = CompletableFuture.supplyAsync(parts::metrics);
        CompletableFuture<HttpFront> http = figures.thenApplyAsync(parts::http);
        CompletableFuture<GrpcFront> grpc = figures.thenApplyAsync(metrics -> parts.add(GrpcFront.start(
                parts.queues(),
                parts.callers(),
                metrics::latency,
                limits,
                config.tls(),
                config.bind(),
                config.ports().grpc())));
        try {
            Access access = parts.isOpen() ? Access.OPEN : parts.credentials();
            MqttFront mqtt = parts.add(MqttFront.start(
                    parts.queues(),
                    access,
                    (queue, nanos) -> figures.join().delivered(queue, nanos),
                    directory,
                    settings));
            Broker broker = new Broker(parts, mqtt, http.join(), grpc.join());
            parts.ready();
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
        return parts.queues();
    }

    /** Stops listening, then closes the engine. Closing again does nothing. */
    @Override
    public void close() {
        parts.close();
    }
}
