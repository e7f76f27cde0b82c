package io.ringway.broker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is given to users: the jar alone, in processes of its own. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RingwayJarIT {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String JAR = System.getProperty("ringway.jar");
    private static final Pattern READY = Pattern.compile(
            "ready mqtt=127\\.0\\.0\\.1:(\\d+) http=127\\.0\\.0\\.1:(\\d+) grpc=127\\.0\\.0\\.1:\\d+ data=(.+)");
    private static final int SIGTERM = 143;

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> trust = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void servesWithNothingConfiguredButPorts() throws Exception {
        try (Server server = serve("--mqtt-port", "0", "--http-port", "0", "--grpc-port", "0")) {
            assertThat(server.data).isEqualTo(directory.resolve("ringway-data").toString());
            environment.put("RINGWAY_URL", "http://127.0.0.1:" + server.http);
            environment.put("RINGWAY_MQTT", "mqtt://127.0.0.1:" + server.mqtt);

            ringway(0, "queues", "create", "tasks/image");
            ringway(0, "publish", "tasks/image", "cat.jpg", "--key", "user-123");
            assertThat(ringway(0, "queues", "stats", "tasks/image", "--json")).contains("\"depth\" : 1");
            assertThat(ringway(0, "consume", "tasks/image", "--group", "workers", "--count", "1", "--json"))
                    .contains("\"payload_text\":\"cat.jpg\"", "\"attempt\":\"1\"");
            assertThat(ringway(1, "queues", "purge", "tasks/image")).contains("--yes");
            assertThat(ringway(0, "queues", "list")).contains("$queue/tasks/image");
            assertThat(ringway(1, "queues", "get", "nowhere")).contains("$queue/nowhere");
            assertThat(server.stop()).isEqualTo(SIGTERM);
        }
        assertThat(ringway(0, "log", "verify", "ringway-data/queues")).contains("0 problems");
    }

    @Test
    void servesUsersAndTokensOverTls() throws Exception {
        keystore();
        trust.addAll(List.of(
                "-Djavax.net.ssl.trustStore=" + directory.resolve("keys.p12"),
                "-Djavax.net.ssl.trustStorePassword=changeit"));
        String hash = ringway("secret-of-ann\n", 0, "hash-password").strip();
        String token = ringway(0, "new-token");
        Files.writeString(directory.resolve("ringway.yaml"), """
                ports: {mqtt: 0, http: 0, grpc: 0}
                tls: {keystore: keys.p12, password: changeit}
                users:
                  - name: ann
                    password: "%s"
                    permissions:
                      - {queue: $queue/tasks/#, actions: [publish, consume]}
                tokens:
                  - {name: admin, hash: "%s", queues: [$queue/#]}
                """.formatted(hash, value(token, "hash")));
        try (Server server = serve("--config", "ringway.yaml")) {
            environment.put("RINGWAY_URL", "https://localhost:" + server.http);
            environment.put("RINGWAY_MQTT", "mqtts://localhost:" + server.mqtt);
            assertThat(ringway(1, "queues", "list")).contains("RINGWAY_TOKEN");
            environment.put("RINGWAY_TOKEN", value(token, "token"));
            ringway(0, "queues", "create", "tasks/image");
            ringway(0, "queues", "create", "other");

            environment.put("RINGWAY_USER", "ann");
            environment.put("RINGWAY_PASSWORD", "wrong");
            ringway(1, "publish", "tasks/image", "cat.jpg");
            environment.put("RINGWAY_PASSWORD", "secret-of-ann");
            ringway(0, "publish", "tasks/image", "cat.jpg");
            assertThat(ringway(1, "publish", "other", "cat.jpg")).contains("not allowed");
            assertThat(ringway(0, "consume", "tasks/image", "--count", "1")).isEqualToIgnoringNewLines("cat.jpg");
            assertThat(server.stop()).isEqualTo(SIGTERM);
            assertThat(server.log()).doesNotContain("secret-of-ann", value(token, "token"));
        }
    }

    @Test
    void namesAKeyThatItDoesNotKnow() throws Exception {
        Files.writeString(directory.resolve("ringway.yaml"), "ports:\n  mqtt: 0\n  mtqq: 1\n");
        assertThat(ringway(1, "serve", "--config", "ringway.yaml")).contains("ringway.yaml:3:3", "mtqq");
    }

    private void keystore() throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        "keys.p12",
                        "-storepass",
                        "changeit")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    private static String value(String lines, String name) {
        return lines.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 2);
    }

    private String ringway(int exitCode, String... arguments) throws IOException, InterruptedException {
        return ringway("", exitCode, arguments);
    }

    /** What a command prints. */
    private String ringway(String input, int exitCode, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "command", ".txt");
        Process process = process(arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        int exit = process.waitFor();
        String printed = Files.readString(output);
        Path log = directory.resolve("serve.log");
        assertThat(exit)
                .as("%s: %s%n%s", List.of(arguments), printed, Files.exists(log) ? Files.readString(log) : "")
                .isEqualTo(exitCode);
        return printed;
    }

    private ProcessBuilder process(String... arguments) {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(trust);
        command.addAll(List.of("-jar", JAR));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private Server serve(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(List.of(options));
        Path log = directory.resolve("serve.log");
        Process process = process(arguments.toArray(String[]::new))
                .redirectError(log.toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> printed = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            printed.add(line);
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                return new Server(process, log, ready.group(1), ready.group(2), ready.group(3));
            }
        }
        throw new AssertionError("serve ended before it was ready: " + printed + Files.readString(log));
    }

    private record Server(Process process, Path errors, String mqtt, String http, String data)
            implements AutoCloseable {

        int stop() throws InterruptedException {
            process.destroy();
            return process.waitFor();
        }

        String log() throws IOException {
            return Files.readString(errors);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
