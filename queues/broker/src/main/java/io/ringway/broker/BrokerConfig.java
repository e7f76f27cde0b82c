package io.ringway.broker;

import io.ringway.broker.security.Tls;
import io.ringway.broker.security.Token;
import io.ringway.broker.security.User;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a broker runs.
 *
 * @param data the directory of everything that lasts
 * @param bind the address to listen on
 * @param ports where to listen
 * @param tls for all three ports; null for none
 * @param users who may connect over MQTT
 * @param tokens who may use REST and gRPC. With neither users nor tokens everybody may do everything
 * @param limits what is taken from outside
 * @param createQueues whether a publish to a queue, or a subscription, creates it with the defaults if it isn't there
 */
public record BrokerConfig(
        Path data,
        String bind,
        Ports ports,
        @Nullable Tls tls,
        List<User> users,
        List<Token> tokens,
        Limits limits,
        boolean createQueues) {

    /** The address that only this machine reaches. */
    public static final String LOOPBACK = "127.0.0.1";

    /**
     * The ports, each from 0 to 65,535, 0 for any free one.
     *
     * @param mqtt of MQTT
     * @param http of HTTP
     * @param grpc of gRPC
     */
    public record Ports(int mqtt, int http, int grpc) {

        /** What is used if nothing is said. */
        public static final Ports DEFAULT = new Ports(1883, 8080, 9090);

        /** Any free ones. */
        public static final Ports ANY = new Ports(0, 0, 0);
    }

    /**
     * What is taken from outside. Sizes are in bytes.
     *
     * @param mqttConnections clients of MQTT at a time
     * @param mqttPacketSize the largest packet
     * @param httpConnections connections to HTTP at a time, and as many again to gRPC
     * @param headerSize the headers of a request
     * @param bodySize the body of a request to HTTP or gRPC
     * @param idleTimeout how long a connection to HTTP or gRPC may be silent
     * @param queues how many queues there may be; further ones aren't created
     */
    public record Limits(
            int mqttConnections,
            int mqttPacketSize,
            int httpConnections,
            int headerSize,
            int bodySize,
            Duration idleTimeout,
            int queues) {

        /** What is used if nothing is said. */
        public static final Limits DEFAULT =
                new Limits(10_000, 17 << 20, 256, 8 << 10, 64 << 10, Duration.ofSeconds(30), 10_000);
    }

    /**
     * Makes a configuration.
     *
     * @param data the directory
     * @param bind the address to listen on
     * @param ports where to listen
     * @param tls for all three ports
     * @param users who may connect over MQTT
     * @param tokens who may use REST and gRPC
     * @param limits what is taken from outside
     * @param createQueues whether queues are created by use
     * @throws IllegalArgumentException if the address isn't this machine's, if others would reach the broker without
     *     credentials, or if two users or tokens have one name
     */
    public BrokerConfig {
        users = List.copyOf(users);
        tokens = List.copyOf(tokens);
        if (!isLoopback(bind) && (users.isEmpty() || tokens.isEmpty())) {
            throw new IllegalArgumentException(
                    "bind: " + bind + " is reached from other machines, so everybody could use the broker; configure"
                            + " 'users' (for MQTT) and 'tokens' (for HTTP and gRPC), or bind to " + LOOPBACK);
        }
        Set<String> names = new HashSet<>();
        for (User user : users) {
            if (!names.add(user.name())) {
                throw new IllegalArgumentException("users: two have the name '" + user.name() + "'");
            }
        }
        Set<String> hashes = new HashSet<>();
        for (Token token : tokens) {
            if (!hashes.add(token.hash())) {
                throw new IllegalArgumentException("tokens: '" + token.name() + "' has the hash of another one");
            }
        }
    }

    /**
     * Makes a configuration with the defaults, and any free port for all but MQTT.
     *
     * @param data the directory
     * @param bind the address to listen on
     * @param mqttPort the port of MQTT, or 0 for any free one
     */
    public BrokerConfig(Path data, String bind, int mqttPort) {
        this(data, bind, mqttPort, 0);
    }

    /**
     * Makes a configuration with the defaults, and any free port for gRPC.
     *
     * @param data the directory
     * @param bind the address to listen on
     * @param mqttPort the port of MQTT, or 0 for any free one
     * @param httpPort the port of HTTP, or 0 for any free one
     */
    public BrokerConfig(Path data, String bind, int mqttPort, int httpPort) {
        this(data, bind, new Ports(mqttPort, httpPort, 0), null, List.of(), List.of(), Limits.DEFAULT, true);
    }

    /**
     * Returns the defaults.
     *
     * @param data the directory
     * @return a configuration for loopback
     */
    public static BrokerConfig of(Path data) {
        return new BrokerConfig(data, LOOPBACK, Ports.DEFAULT, null, List.of(), List.of(), Limits.DEFAULT, true);
    }

    private static boolean isLoopback(String bind) {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("bind: '" + bind + "' is not an address of this machine", e);
        }
    }
}
