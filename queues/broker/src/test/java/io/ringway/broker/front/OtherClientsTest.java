package io.ringway.broker.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringway.broker.http.Rest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Publishing, consuming and settling with clients that others have written. */
@Timeout(300)
class OtherClientsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A consumer that prints what it gets, acknowledges it and leaves, and a producer. */
    private static final String SCRIPT = """
            import mqtt from "mqtt";

            const [url, queue] = process.argv.slice(2);
            const client = await mqtt.connectAsync(url, { protocolVersion: 5, clientId: "script-1" });
            client.on("message", async (topic, payload, packet) => {
              const { "message-id": id, "group-id": group, lease } = packet.properties.userProperties;
              await client.publishAsync(`${topic}/$ack`, "", {
                qos: 1,
                properties: { userProperties: { "message-id": id, "group-id": group, lease } },
              });
              const properties = packet.properties.userProperties;
              console.log(JSON.stringify({ topic, payload: payload.toString(), properties }));
              await client.endAsync();
            });
            await client.subscribeAsync(queue, { qos: 1, properties: { userProperties: { "consumer-group": "scripts" } } });
            await client.publishAsync(queue, "cat.jpg", {
              qos: 1,
              properties: { userProperties: { "partition-key": "user-123", colour: ["red", "blue"] } },
            });
            """;

    @TempDir
    static Path directory;

    static BrokerProcess broker;

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerProcess(directory, ":", "-Xmx256m");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static long depth(String queue) {
        return new Rest(broker.httpPort())
                .get(Rest.queue(queue) + "/stats")
                .json()
                .path("depth")
                .asLong(-1);
    }

    // ---- Eclipse Paho

    private static MqttProperties properties(String... namesAndValues) {
        MqttProperties properties = new MqttProperties();
        List<UserProperty> all = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.add(new UserProperty(namesAndValues[i], namesAndValues[i + 1]));
        }
        properties.setUserProperties(all);
        return properties;
    }

    private static List<String> values(MqttMessage message, String name) {
        return message.getProperties().getUserProperties().stream()
                .filter(property -> property.getKey().equals(name))
                .map(UserProperty::getValue)
                .toList();
    }

    private static String value(MqttMessage message, String name) {
        return String.join(",", values(message, name));
    }

    private static int publish(MqttAsyncClient client, String topic, String payload, MqttProperties properties)
            throws MqttException {
        IMqttToken token =
                client.publish(topic, new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, false, properties));
        try {
            token.waitForCompletion();
        } catch (MqttException e) {
            return e.getReasonCode();
        }
        return token.getReasonCodes()[0];
    }

    @Test
    void paho() throws Exception {
        String queue = "$queue/paho";
        MqttAsyncClient client =
                new MqttAsyncClient("tcp://127.0.0.1:" + broker.port(), "paho-1", new MemoryPersistence());
        LinkedBlockingQueue<MqttMessage> inbox = new LinkedBlockingQueue<>();
        client.setCallback(new Collecting(inbox));
        client.connect().waitForCompletion();
        client.subscribe(
                        new MqttSubscription[] {new MqttSubscription(queue, 1)},
                        null,
                        null,
                        properties("consumer-group", "workers"))
                .waitForCompletion();
        MqttProperties publishing = properties("partition-key", "user-123", "colour", "red", "colour", "blue");
        assertThat(publish(client, queue, "cat.jpg", publishing)).isZero();

        MqttMessage delivery = inbox.poll(60, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();
        assertThat(delivery.getPayload()).asString(StandardCharsets.UTF_8).isEqualTo("cat.jpg");
        assertThat(value(delivery, "group-id")).isEqualTo("workers");
        assertThat(value(delivery, "partition-key")).isEqualTo("user-123");
        assertThat(value(delivery, "attempt")).isEqualTo("1");
        assertThat(values(delivery, "colour")).containsExactly("red", "blue");
        MqttProperties settling = properties(
                "message-id", value(delivery, "message-id"), "group-id", "workers", "lease", value(delivery, "lease"));
        assertThat(publish(client, queue + "/$ack", "", settling)).isZero();
        await().until(() -> depth(queue) == 0);
        // The lease is over now.
        assertThat(publish(client, queue + "/$ack", "", settling)).isEqualTo(0x83);
        client.disconnect().waitForCompletion();
        client.close();
    }

    private record Collecting(LinkedBlockingQueue<MqttMessage> inbox) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            inbox.add(message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }

    // ---- MQTT.js

    @Test
    void mqttJs() throws Exception {
        Commands.require("node", "nodejs");
        Commands.require("npm", "npm");
        Path folder = Files.createDirectories(Path.of("target", "mqttjs")).toAbsolutePath();
        Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
        Path script = Files.writeString(folder.resolve("client.mjs"), SCRIPT);
        install(folder, "mqtt@5");
        String queue = "$queue/script";
        String printed = Commands.run("node", script.toString(), "mqtt://127.0.0.1:" + broker.port(), queue);

        JsonNode delivery = JSON.readTree(printed);
        assertThat(delivery.path("topic").asText()).isEqualTo(queue);
        assertThat(delivery.path("payload").asText()).isEqualTo("cat.jpg");
        JsonNode properties = delivery.path("properties");
        assertThat(properties.path("group-id").asText()).isEqualTo("scripts");
        assertThat(properties.path("partition-key").asText()).isEqualTo("user-123");
        assertThat(properties.path("attempt").asText()).isEqualTo("1");
        assertThat(properties.path("colour").toString()).isEqualTo("[\"red\",\"blue\"]");
        await().until(() -> depth(queue) == 0);
    }

    /** Skips the test if the package cannot be had; fails it where every test is asked for. */
    private static void install(Path folder, String what) throws IOException, InterruptedException {
        Process npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", what)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (npm.waitFor() != 0) {
            String problem = "npm cannot install " + what + ":\n" + printed;
            if ("true".equals(System.getenv("RINGWAY_CI"))) {
                fail(problem);
            }
            abort(problem);
        }
    }
}
