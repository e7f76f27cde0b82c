package io.ringway.benchmarks.broker;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** HiveMQ Community Edition without any extension, in a process of its own, with files as it is by default. */
final class PlainHiveMq implements AutoCloseable {

    /** Publishes that it allows a client without an answer. */
    static final int RECEIVE_MAXIMUM = 10;

    private final Process process;
    private final Path directory;
    private final int port;

    private PlainHiveMq(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    static PlainHiveMq start() throws IOException {
        Path directory = Files.createTempDirectory("plain-hivemq");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(
                Files.createDirectories(directory.resolve("conf")).resolve("config.xml"), """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>
                    <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                  </listeners>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port));
        Process process = JavaProcess.start(PlainHiveMq.class, directory.toString());
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String line = reader.readLine();
        if (!"ready".equals(line)) {
            process.destroyForcibly();
            throw new IOException("a plain HiveMQ does not start: " + line);
        }
        return new PlainHiveMq(process, directory, port);
    }

    /**
     * Runs HiveMQ.
     *
     * @param arguments its directory
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        EmbeddedHiveMQ hivemq = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(directory.resolve("conf"))
                .withDataFolder(Files.createDirectories(directory.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(directory.resolve("extensions")))
                .withoutLoggingBootstrap()
                .build();
        hivemq.start().join();
        System.out.println("ready");
    }

    int port() {
        return port;
    }

    /** The processor time that it has taken so far. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** Kills it, and deletes its files. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
