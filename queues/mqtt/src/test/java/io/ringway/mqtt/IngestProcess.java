package io.ringway.mqtt;

import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** An ingest in a JVM of its own, to be killed. */
final class IngestProcess {

    private IngestProcess() {}

    static Process start(int port, String url) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        IngestProcess.class.getName(),
                        Integer.toString(port),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits until the process has said that it has stored so many. */
    static void awaitStored(Process process, long goal) throws IOException {
        BufferedReader says = process.inputReader(StandardCharsets.UTF_8);
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            if (line.startsWith("stored ") && Long.parseLong(line.substring(7)) >= goal) {
                return;
            }
        }
        throw new IllegalStateException("The process has ended before it stored " + goal);
    }

    public static void main(String[] arguments) throws Exception {
        MqttIngest ingest = MqttIngest.builder(Mqtt5Client.builder()
                        .identifier("ingest")
                        .serverHost("127.0.0.1")
                        .serverPort(Integer.parseInt(arguments[0])))
                .database(arguments[1])
                .interval(Duration.ofMillis(20))
                .build();
        ingest.start();
        while (true) {
            System.out.println("stored " + ingest.stats().stored());
            // Nobody reads any more: the test has ended.
            if (System.out.checkError()) {
                Runtime.getRuntime().halt(1);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
