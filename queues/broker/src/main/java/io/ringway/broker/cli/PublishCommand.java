package io.ringway.broker.cli;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes a message into a queue. */
@Command(
        name = "publish",
        description = "Publishes a message into a queue. Done means durable.",
        mixinStandardHelpOptions = true)
final class PublishCommand implements Runnable {

    @Mixin
    private MqttOptions mqtt = new MqttOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "QUEUE", description = QueueNames.DESCRIPTION)
    private String queue = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "The payload. Without it standard input is the payload.")
    private @Nullable String text;

    @Option(names = "--key", paramLabel = "KEY", description = "The partition key: messages of a key stay in order.")
    private @Nullable String key;

    @Option(names = "--dedup-id", paramLabel = "ID", description = "A second message with this id is not added.")
    private @Nullable String dedupId;

    @Option(names = "--priority", paramLabel = "N", description = "From 0 to 9 (4).")
    private @Nullable Integer priority;

    @Option(names = "--delay", paramLabel = "TIME", description = "Deliver after this time, such as 30s.")
    private @Nullable String delay;

    @Option(names = "--expiry", paramLabel = "SECONDS", description = "Drop the message if it is older than this.")
    private @Nullable Long expiry;

    @Option(names = "--property", paramLabel = "NAME=VALUE", description = "A property of the message.")
    private @Nullable Map<String, String> properties;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    @Override
    public void run() {
        String name = QueueNames.full(queue);
        Mqtt5PublishBuilder.Complete publish = Mqtt5Publish.builder()
                .topic(name)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload())
                .userProperties(userProperties());
        if (expiry != null) {
            publish = publish.messageExpiryInterval(expiry);
        }
        try {
            send(name, publish.build());
        } catch (ConnectionClosedException | Mqtt5DisconnectException | MqttSessionExpiredException e) {
            // Lost before the answer. With its id a message that did arrive isn't added again.
            spec.commandLine().getErr().println("the connection was lost (" + e.getMessage() + "); sending again");
            send(name, publish.build());
        }
        spec.commandLine().getOut().println(json ? "{\"published\":1}" : "published");
    }

    private void send(String name, Mqtt5Publish publish) {
        Mqtt5BlockingClient client = mqtt.connect();
        try {
            client.publish(publish);
        } catch (Mqtt5PubAckException e) {
            throw refused(name, e);
        } finally {
            // What ended the connection is told; that there is none to end is not.
            if (client.getState().isConnected()) {
                client.disconnect();
            }
        }
    }

    private static CliException refused(String queue, Mqtt5PubAckException refusal) {
        Mqtt5PubAck ack = refusal.getMqttMessage();
        return new CliException(queue + " refuses the message: "
                + ack.getReasonString().map(Object::toString).orElse(MqttOptions.told(ack.getReasonCode())));
    }

    private byte[] payload() {
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return System.in.readAllBytes();
        } catch (IOException e) {
            throw new CliException("the payload cannot be read: " + e.getMessage());
        }
    }

    private Mqtt5UserProperties userProperties() {
        List<Mqtt5UserProperty> list = new ArrayList<>();
        if (properties != null) {
            properties.forEach((name, value) -> list.add(Mqtt5UserProperty.of(name, value)));
        }
        add(list, "partition-key", key);
        add(list, "dedup-id", dedupId == null ? UUID.randomUUID().toString() : dedupId);
        add(list, "priority", priority == null ? null : priority.toString());
        add(list, "delay", delay);
        return Mqtt5UserProperties.of(list);
    }

    private static void add(List<Mqtt5UserProperty> list, String name, @Nullable String value) {
        if (value != null) {
            list.add(Mqtt5UserProperty.of(name, value));
        }
    }
}
