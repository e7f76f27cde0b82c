package io.ringway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokersTest {

    @Test
    void hivemqTakesAPublish() {
        publish(Brokers.hivemq());
    }

    @Test
    void mosquittoComesBackOnItsPort(@TempDir Path directory) {
        try (Mosquitto mosquitto = Brokers.mosquitto(directory)) {
            publish(mosquitto.port());
            mosquitto.kill();
            mosquitto.start();
            publish(mosquitto.port());
        }
    }

    private static void publish(int port) {
        Mqtt5BlockingClient client =
                Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port).buildBlocking();
        client.connect();
        assertThat(client.publishWith()
                        .topic("a")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send()
                        .getError())
                .isEmpty();
        client.disconnect();
    }
}
