package io.ringway.broker.cli;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.Mqtt5ReasonCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach a broker over MQTT. */
final class MqttOptions {

    @Option(
            names = "--mqtt",
            paramLabel = "URL",
            defaultValue = "${env:RINGWAY_MQTT:-mqtt://127.0.0.1:1883}",
            description = "The broker's MQTT address, mqtt:// or mqtts:// (RINGWAY_MQTT, or mqtt://127.0.0.1:1883).")
    private String url = "";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "${env:RINGWAY_USER}",
            description = "The user name (RINGWAY_USER). The password is in the variable RINGWAY_PASSWORD.")
    private @Nullable String user;

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "The client id (ringway-cli- and something random).")
    private @Nullable String clientId;

    /** Connects for as long as the command runs: without a session that lasts. */
    Mqtt5BlockingClient connect() {
        Mqtt5BlockingClient client = client();
        try {
            client.toAsync()
                    .connectWith()
                    .cleanStart(true)
                    .send()
                    .orTimeout(15, TimeUnit.SECONDS)
                    .join();
            return client;
        } catch (RuntimeException e) {
            throw new CliException(problem(e.getCause() == null ? e : e.getCause()));
        }
    }

    private Mqtt5BlockingClient client() {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new CliException("--mqtt must be an address such as mqtt://127.0.0.1:1883: " + url);
        }
        boolean tls = "mqtts".equals(address.getScheme());
        if (address.getHost() == null || !(tls || "mqtt".equals(address.getScheme()))) {
            throw new CliException("--mqtt must be an address such as mqtt://127.0.0.1:1883: " + url);
        }
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId == null ? "ringway-cli-" + UUID.randomUUID() : clientId)
                .serverHost(address.getHost())
                .serverPort(address.getPort() > 0 ? address.getPort() : tls ? 8883 : 1883);
        if (tls) {
            builder = builder.sslWithDefaultConfig();
        }
        if (user != null && !user.isEmpty()) {
            String password = System.getenv("RINGWAY_PASSWORD");
            builder = builder.simpleAuth()
                    .username(user)
                    .password((password == null ? "" : password).getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        return builder.buildBlocking();
    }

    private String problem(Throwable failure) {
        if (failure instanceof Mqtt5ConnAckException refused) {
            Object code = refused.getMqttMessage().getReasonCode();
            return "the broker at " + url + " refuses the connection: " + told((Mqtt5ReasonCode) code)
                    + "; give --user, and the password in RINGWAY_PASSWORD";
        }
        return "no broker answers at " + url + "; start one with 'ringway serve', or give --mqtt ("
                + (failure instanceof ConnectionFailedException && failure.getCause() != null
                        ? failure.getCause()
                        : failure)
                + ")";
    }

    static String told(Mqtt5ReasonCode code) {
        return code.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
