package io.ringway.mqtt;

import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import java.util.concurrent.TimeUnit;

/** MQTT clients as an application makes them. */
final class Clients {

    private Clients() {}

    static Mqtt5AsyncClient mqtt5(int port) {
        return builder(port).buildAsync();
    }

    static Mqtt5AsyncClient connected(int port) {
        Mqtt5AsyncClient client = mqtt5(port);
        client.connect().join();
        return client;
    }

    /** Reconnects by itself, quickly. */
    static Mqtt5AsyncClient reconnecting(int port) {
        return builder(port)
                .automaticReconnect()
                .initialDelay(20, TimeUnit.MILLISECONDS)
                .maxDelay(100, TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .buildAsync();
    }

    static Mqtt3AsyncClient mqtt3Reconnecting(int port) {
        return Mqtt3Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(port)
                .automaticReconnect()
                .initialDelay(20, TimeUnit.MILLISECONDS)
                .maxDelay(100, TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .buildAsync();
    }

    private static Mqtt5ClientBuilder builder(int port) {
        return Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port);
    }
}
