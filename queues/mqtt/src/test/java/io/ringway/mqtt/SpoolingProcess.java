package io.ringway.mqtt;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that queues readings and commands without a broker, tells what is on disk, and goes on until it is killed.
 */
public final class SpoolingProcess {

    private SpoolingProcess() {}

    /**
     * Runs it.
     *
     * @param args a directory
     */
    public static void main(String[] args) {
        Mqtt5AsyncClient client = Clients.mqtt5(1);
        Path directory = Path.of(args[0]);
        TelemetryBatcher batcher = TelemetryBatcher.builder(client)
                .encoder(TelemetryEncoder.plain("unused"))
                .spoolDirectory(directory.resolve("spool"))
                .linger(Duration.ofMillis(1))
                .build();
        CommandQueue commands = CommandQueue.builder(client)
                .maxQueuedCommands(1_000_000)
                .directory(directory.resolve("commands"))
                .build();
        int ordered = 0;
        for (int i = 0; ; i++) {
            while (!batcher.queue(Readings.reading("p", i))) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            if (i % 100 == 0) {
                commands.publish(
                                "unused",
                                ("c:" + ordered++).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                com.hivemq.client.mqtt.datatypes.MqttQos.AT_LEAST_ONCE)
                        .join();
                System.out.println(batcher.stats().spooled() + " " + ordered);
            }
        }
    }
}
