package io.ringway.broker.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringway.broker.http.Rest;
import io.ringway.broker.security.Hashes;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The extension as it is given to users: unpacked into a HiveMQ that knows nothing of it. */
@Timeout(300)
class HiveMqExtensionIT {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String QUEUE = "$queue/tasks/image";
    private static final String PATH = Rest.queue(QUEUE);
    private static final int SIGTERM = 143;

    /** What the extension must bring. Jackson and Bouncy Castle it brings, too, but HiveMQ has its own. */
    private static final Pattern NOT_OF_HIVEMQ =
            Pattern.compile(".*(/target/|/ringway|/jetty|/micrometer-|/prometheus-|/HdrHistogram|/snakeyaml|/grpc-).*");

    @TempDir
    private Path home;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private int port;

    @Test
    void quickStartInAStockHiveMq() throws Exception {
        Commands.require("mosquitto_pub", "mosquitto-clients");
        Commands.require("mosquitto_sub", "mosquitto-clients");
        String token = Hashes.newToken();
        install("""
                ports: {http: 0}
                users:
                  - name: ann
                    password: "%s"
                    permissions: [{queue: $queue/#, actions: [publish, consume]}]
                tokens:
                  - {name: admin, hash: "%s", queues: [$queue/#]}
                """.formatted(Hashes.ofPassword("secret".getBytes(StandardCharsets.UTF_8)), Hashes.ofToken(token)));
        Process hivemq = start();
        Thread drain = drain(hivemq.inputReader(StandardCharsets.UTF_8));
        try {
            int http = Integer.parseInt(awaitInLog("Ringway serves http=127\\.0\\.0\\.1:(\\d+) data=.*ringway-data"));
            port = Integer.parseInt(awaitInLog("Started TCP Listener .* port (\\d+)"));
            work(path -> new Rest(http).send("GET", path, null, "Authorization", "Bearer " + token));
            hivemq.toHandle().destroy(); // which leaves what it prints readable
            assertThat(hivemq.waitFor()).isEqualTo(SIGTERM);
            drain.join();
        } finally {
            hivemq.destroyForcibly();
        }
        assertThat(log).noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
        assertThat(log).filteredOn(line -> line.contains("HiveMQ's files")).hasSize(1);
        assertThat(log).as("%s", log).anyMatch(line -> line.contains("Ringway has stopped"));
        assertThat(home.resolve("data/ringway-data/queues")).isNotEmptyDirectory();
    }

    /** HiveMQ serves on, and says why the queues are not there. */
    @Test
    void aBadConfigurationIsToldAndLeavesHiveMqAlone() throws Exception {
        install("prots: {http: 0}\n");
        Process hivemq = start();
        Thread drain = drain(hivemq.inputReader(StandardCharsets.UTF_8));
        try {
            assertThat(awaitInLog("(Ringway cannot start: .*)")).contains("ringway.yaml", "prots");
            awaitInLog("Started TCP Listener .* port (\\d+)");
            hivemq.toHandle().destroy();
            assertThat(hivemq.waitFor()).isEqualTo(SIGTERM);
            drain.join();
        } finally {
            hivemq.destroyForcibly();
        }
        assertThat(log).noneMatch(line -> line.contains("Ringway serves") || line.contains("Exception"));
        assertThat(log).noneMatch(line -> line.contains("Ringway") && line.contains("started successfully"));
    }

    private void install(String configuration) throws IOException {
        unpack(Path.of(System.getProperty("ringway.extension")), Files.createDirectories(home.resolve("extensions")));
        Files.writeString(home.resolve("extensions/ringway/ringway.yaml"), configuration);
        Files.writeString(Files.createDirectories(home.resolve("conf")).resolve("config.xml"), """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>
                    <tcp-listener><port>0</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                  </listeners>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """);
    }

    /** As HiveMQ's own script starts it, with nothing of ours on the class path. */
    private Process start() throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !NOT_OF_HIVEMQ.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(JAVA.toString(), "-Dhivemq.home=" + home, "-cp", classPath, "com.hivemq.HiveMQServer")
                .redirectErrorStream(true)
                .start();
    }

    private Thread drain(BufferedReader reader) {
        Thread drain = new Thread(() -> {
            try {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    log.add(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        drain.setDaemon(true);
        drain.start();
        return drain;
    }

    private static void unpack(Path zip, Path directory) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                Path target = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(file.getInputStream(entry), target);
                }
            }
        }
    }

    /** The first group of the first line that matches. */
    private String awaitInLog(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            synchronized (log) {
                                return log.stream()
                                        .map(wanted::matcher)
                                        .filter(Matcher::find)
                                        .map(match -> match.group(1))
                                        .findFirst()
                                        .orElse(null);
                            }
                        },
                        found -> found != null);
    }

    private void work(Function<String, Rest.Reply> rest) {
        Process consumer = Commands.start(command(
                "mosquitto_sub",
                "-i",
                "worker-1",
                "-t",
                QUEUE,
                "-D",
                "subscribe",
                "user-property",
                "consumer-group",
                "image-workers",
                "-F",
                "%p | %P"));
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> text(rest.apply(PATH + "/consumers")).contains("worker-1"));
            assertThat(publish(QUEUE, "cat.jpg", "partition-key", "user-123")).contains("PUBACK (Mid: 1, RC:0)");
            String delivery = Commands.lines(consumer, 1).get(0);
            assertThat(delivery).startsWith("cat.jpg |");
            String lease = property(delivery, "lease");
            String id = property(delivery, "message-id");
            assertThat(publish(QUEUE + "/$ack", "", "message-id", id, "group-id", "image-workers", "lease", lease))
                    .contains("RC:0)");
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            rest.apply(PATH + "/stats").json().path("depth").asInt() == 0);
            assertThat(text(rest.apply("/metrics"))).contains("mqtt_queue_ack_total{queue=\"" + QUEUE + "\"} 1.0");
            // HiveMQ keeps 1,000 for a session: more would be dropped there.
            assertThat(Commands.run(command(
                            "mosquitto_sub",
                            "-d",
                            "-t",
                            QUEUE,
                            "-E",
                            "-D",
                            "subscribe",
                            "user-property",
                            "prefetch",
                            "513")))
                    .contains("131");
        } finally {
            consumer.destroyForcibly();
        }
    }

    private static String text(Rest.Reply reply) {
        return new String(reply.raw().body(), StandardCharsets.UTF_8);
    }

    private String publish(String topic, String payload, String... properties) {
        List<String> arguments = new ArrayList<>(List.of("-d", "-t", topic, "-m", payload));
        for (int i = 0; i < properties.length; i += 2) {
            arguments.addAll(List.of("-D", "publish", "user-property", properties[i], properties[i + 1]));
        }
        return Commands.run(command("mosquitto_pub", arguments.toArray(String[]::new)));
    }

    private String[] command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program, "-h", "127.0.0.1", "-p", Integer.toString(port)));
        command.addAll(List.of("-V", "5", "-q", "1", "-u", "ann", "-P", "secret"));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    private static String property(String delivery, String name) {
        Matcher matcher = Pattern.compile("(?:^|[ |])" + name + ":([^ |]*)").matcher(delivery);
        assertThat(matcher.find()).as(name + " in " + delivery).isTrue();
        return matcher.group(1);
    }
}
