package io.ringway.mqtt.examples;

import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.ringway.mqtt.MqttIngest;

/**
 * Writes what comes on {@code {user}/{device}/{feed}} of a broker on this machine into a database, until Enter is
 * pressed.
 */
public final class IngestExample {

    private IngestExample() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        try (MqttIngest ingest = MqttIngest.builder(
                        Mqtt5Client.builder().identifier("ingest").serverPort(port))
                .database(arguments[1]) // jdbc:h2:... or jdbc:postgresql:...
                .build()) {
            ingest.start().join();
            System.in.read();
            System.out.println(ingest.stats());
        }
    }
}
