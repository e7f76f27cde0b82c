package io.ringway.broker.front;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How MQTT is served.
 *
 * @param bind the address to listen on
 * @param port the port, or 0 for any free one
 * @param tls what a TLS listener needs, or null for plain TCP
 * @param maxConnections the most clients at a time, at least 1
 * @param maxPacketBytes the largest packet that is taken, from 1 KiB to 256 MiB
 * @param maxQueues the most queues that clients may bring into being, at least 1
 * @param createQueues whether a publish to, or a subscription of, a queue that isn't there creates it with the defaults
 */
public record MqttSettings(
        String bind,
        int port,
        @Nullable Tls tls,
        int maxConnections,
        int maxPacketBytes,
        int maxQueues,
        boolean createQueues) {

    /**
     * A keystore for TLS.
     *
     * @param keystore a JKS or PKCS#12 file
     * @param keystorePassword its password
     * @param keyPassword the password of the private key
     */
    public record Tls(Path keystore, String keystorePassword, String keyPassword) {}

    /**
     * Checks the settings.
     *
     * @param bind the address
     * @param port the port
     * @param tls for TLS, or null
     * @param maxConnections the most clients
     * @param maxPacketBytes the largest packet
     * @param maxQueues the most queues
     * @param createQueues whether queues come into being by their use
     * @throws IllegalArgumentException if a value is out of range
     */
    public MqttSettings {
        Objects.requireNonNull(bind, "bind");
        require("port", port, 0, 65_535);
        require("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
        require("maxPacketBytes", maxPacketBytes, 1 << 10, 256 << 20);
        require("maxQueues", maxQueues, 1, Integer.MAX_VALUE);
    }

    /**
     * Returns the defaults: plain TCP, 10,000 clients, packets of 16 MiB and a little, 10,000 queues that come into
     * being by their use.
     *
     * @param bind the address to listen on
     * @param port the port, or 0 for any free one
     * @return the settings
     */
    public static MqttSettings of(String bind, int port) {
        return new MqttSettings(bind, port, null, 10_000, (16 << 20) + (64 << 10), 10_000, true);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ": " + value);
        }
    }
}
