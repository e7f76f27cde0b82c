package io.ringway.mqtt.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.ringway.mqtt.CommandOutcome;
import io.ringway.mqtt.CommandQueue;
import java.util.concurrent.CompletableFuture;

/** Gives a command before there is a connection. */
public final class CommandExample {

    private CommandExample() {}

    /**
     * Runs the example.
     *
     * @param args the port of a broker on this machine
     */
    public static void main(String[] args) {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .serverPort(Integer.parseInt(args[0]))
                .automaticReconnectWithDefaultConfig()
                .buildAsync();
        try (CommandQueue commands = CommandQueue.builder(client).build()) {
            commands.publish("lamp/set", "on".getBytes(UTF_8), MqttQos.AT_LEAST_ONCE); // QUEUED
            client.connect().join();
            CompletableFuture<CommandOutcome> off =
                    commands.publish("lamp/set", "off".getBytes(UTF_8), MqttQos.AT_LEAST_ONCE);
            System.out.println(off.join()); // PUBLISHED, or QUEUED behind the first
            while (commands.queuedCommandsCount() + commands.stats().underWay() > 0) {
                Thread.onSpinWait();
            }
        }
        client.disconnect().join();
    }
}
