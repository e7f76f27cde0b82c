package io.ringway.mqtt.examples;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.ringway.mqtt.Telemetry;
import io.ringway.mqtt.TelemetryBatcher;
import java.nio.file.Path;
import java.util.Map;

/** Sends ThingsBoard telemetry to a broker on this machine; what it cannot send waits on disk. */
public final class TelemetryExample {

    private TelemetryExample() {}

    /**
     * Runs the example.
     *
     * @param args the port of the broker, and the directory of the spool
     */
    public static void main(String[] args) {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .serverPort(Integer.parseInt(args[0]))
                .automaticReconnectWithDefaultConfig()
                .buildAsync();
        client.connect().join();
        try (TelemetryBatcher batcher = TelemetryBatcher.builder(client)
                .spoolDirectory(Path.of(args[1]))
                .build()) {
            for (int i = 0; i < 1000; i++) {
                batcher.queue(new Telemetry("boiler", System.currentTimeMillis(), Map.of("celsius", 61.5 + i)));
            }
        }
        client.disconnect().join();
    }
}
