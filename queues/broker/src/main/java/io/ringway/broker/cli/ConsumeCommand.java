package io.ringway.broker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserPropertiesBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Consumes messages of a queue. */
@Command(
        name = "consume",
        description =
                "Joins a consumer group, prints the messages of a queue, and acknowledges each once it is printed.",
        mixinStandardHelpOptions = true)
final class ConsumeCommand implements Runnable {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private MqttOptions mqtt = new MqttOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "QUEUE", description = QueueNames.DESCRIPTION)
    private String queue = "";

    @Option(names = "--group", paramLabel = "NAME", defaultValue = "cli", description = "The consumer group (cli).")
    private String group = "";

    @Option(
            names = "--start",
            paramLabel = "WHERE",
            description = "Where a new group starts: earliest, latest or a timestamp.")
    private @Nullable String start;

    @Option(names = "--prefetch", paramLabel = "N", description = "The most messages to hold at a time.")
    private @Nullable Integer prefetch;

    @Option(names = "--count", paramLabel = "N", description = "End after this many messages.")
    private @Nullable Long count;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "End when there was no message for this long.")
    private @Nullable Long timeout;

    @Option(names = "--json", description = "Print each message as JSON, with its properties, on a line of its own.")
    private boolean json;

    @Override
    public void run() {
        String name = QueueNames.full(queue);
        Mqtt5BlockingClient client = mqtt.connect();
        try (Mqtt5BlockingClient.Mqtt5Publishes messages = client.publishes(MqttGlobalPublishFilter.ALL)) {
            subscribe(client, name);
            for (long done = 0; count == null || done < count; done++) {
                Optional<Mqtt5Publish> message =
                        timeout == null ? Optional.of(messages.receive()) : messages.receive(timeout, TimeUnit.SECONDS);
                if (message.isEmpty()) {
                    return;
                }
                spec.commandLine().getOut().println(json ? json(message.get()) : text(message.get()));
                spec.commandLine().getOut().flush();
                acknowledge(client, name, message.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (client.getState().isConnected()) {
                client.disconnect();
            }
        }
    }

    private void subscribe(Mqtt5BlockingClient client, String name) {
        Mqtt5UserPropertiesBuilder properties = Mqtt5UserProperties.builder().add("consumer-group", group);
        if (start != null) {
            properties = properties.add("start", start);
        }
        if (prefetch != null) {
            properties = properties.add("prefetch", prefetch.toString());
        }
        try {
            client.subscribeWith()
                    .topicFilter(name)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .userProperties(properties.build())
                    .send();
        } catch (Mqtt5SubAckException e) {
            throw new CliException(name + " cannot be consumed: "
                    + e.getMqttMessage()
                            .getReasonString()
                            .map(Object::toString)
                            .orElse(e.getMqttMessage().getReasonCodes().toString()));
        }
    }

    private static void acknowledge(Mqtt5BlockingClient client, String name, Mqtt5Publish message) {
        List<Mqtt5UserProperty> properties = message.getUserProperties().asList().stream()
                .filter(property -> property.getName().toString().matches("message-id|group-id|lease"))
                .<Mqtt5UserProperty>map(property -> property)
                .toList();
        client.publishWith()
                .topic(name + "/$ack")
                .qos(MqttQos.AT_LEAST_ONCE)
                .userProperties(Mqtt5UserProperties.of(properties))
                .send();
    }

    private static String text(Mqtt5Publish message) {
        return new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    private static String json(Mqtt5Publish message) {
        Map<String, Object> properties = new LinkedHashMap<>();
        message.getUserProperties()
                .asList()
                .forEach(property -> properties.put(
                        property.getName().toString(), property.getValue().toString()));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("payload_base64", message.getPayloadAsBytes());
        line.put("payload_text", text(message));
        line.put("properties", properties);
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
