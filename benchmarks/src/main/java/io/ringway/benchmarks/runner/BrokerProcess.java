package io.ringway.benchmarks.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The broker as a user starts it, on free ports, with a directory that is deleted at its end. */
final class BrokerProcess implements AutoCloseable {

    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final Pattern READY = Pattern.compile("ready mqtt=\\S+:(\\d+) http=\\S+:(\\d+) .*");
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Path data;
    private final int port;
    private final int httpPort;
    private final double startMillis;

    private BrokerProcess(Process process, Path data, int port, int httpPort, double startMillis) {
        this.process = process;
        this.data = data;
        this.port = port;
        this.httpPort = httpPort;
        this.startMillis = startMillis;
    }

    static BrokerProcess start(Path jar, Path data) throws IOException, InterruptedException, ProgramException {
        delete(data);
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        JAVA,
                        "-jar",
                        jar.toString(),
                        "serve",
                        "--data",
                        data.toString(),
                        "--mqtt-port",
                        "0",
                        "--http-port",
                        "0",
                        "--grpc-port",
                        "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines = process.inputReader();
        String line;
        while ((line = lines.readLine()) != null) {
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                double millis = (System.nanoTime() - begin) / 1e6;
                drain(lines);
                return new BrokerProcess(
                        process, data, Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)), millis);
            }
        }
        process.waitFor();
        throw new ProgramException("the broker did not start");
    }

    /** A broker whose pipe is full would wait for its reader. */
    private static void drain(BufferedReader lines) {
        Thread thread = new Thread(() -> lines.lines().forEach(line -> {}));
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return port;
    }

    int httpPort() {
        return httpPort;
    }

    /** How long it took from its start until it was ready. */
    double startMillis() {
        return startMillis;
    }

    /** Also waits for its end: only then is its processor time known. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        delete(data);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
