package io.ringway.broker.front;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import io.ringway.broker.cli.Ringway;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The program {@code ringway serve} in a process of its own, with limits that the system sets. */
final class BrokerProcess implements AutoCloseable {

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private static final Pattern READY =
            Pattern.compile("ready mqtt=127\\.0\\.0\\.1:(\\d+) http=127\\.0\\.0\\.1:(\\d+) .*");

    private final Process process;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final int port;
    private final int httpPort;

    /**
     * Starts it.
     *
     * @param shell what a shell does first, such as {@code ulimit -f 1}
     * @param java options of the JVM
     */
    BrokerProcess(Path data, String shell, String... java) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", shell + " && exec \"$@\"", "limited"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(java));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Ringway.class.getName(),
                "serve",
                "--data",
                data.toString(),
                "--mqtt-port",
                "0",
                "--http-port",
                "0",
                "--grpc-port",
                "0"));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String line = reader.readLine();
        while (line != null && !line.startsWith("ready ")) {
            log.add(line);
            line = reader.readLine();
        }
        Matcher ready = READY.matcher(String.valueOf(line));
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new AssertionError("the broker is not ready: " + log);
        }
        port = Integer.parseInt(ready.group(1));
        httpPort = Integer.parseInt(ready.group(2));
        Thread drain = new Thread(() -> reader.lines().forEach(log::add));
        drain.setDaemon(true);
        drain.start();
    }

    int port() {
        return port;
    }

    int httpPort() {
        return httpPort;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed since it was ready, and before. */
    List<String> log() {
        return List.copyOf(log);
    }

    Mqtt5ClientBuilder client(String id) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port);
    }

    /** Connects, with a clean session. */
    Mqtt5AsyncClient connect(String id) {
        Mqtt5AsyncClient client = client(id).buildAsync();
        client.toBlocking().connect();
        return client;
    }

    /** kill -9. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
