package io.ringway.mqtt;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Mosquitto process that can be killed and started again on its port. */
public final class Mosquitto implements AutoCloseable {
    private final Path program;
    private final Path directory;
    private final int port;
    private Process process;

    Mosquitto(Path program, Path directory, List<String> configuration) {
        this.program = program;
        this.directory = directory;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            Files.createDirectories(directory);
            // As root it would change to a user who may not write here. Nothing limits a subscriber: what the broker
            // has acknowledged it has handed to the subscriber's socket before, which outlives the process.
            Files.writeString(directory.resolve("mosquitto.conf"), """
                    listener %d 127.0.0.1
                    user root
                    allow_anonymous true
                    persistence true
                    persistence_location %s/
                    max_inflight_messages 0
                    max_queued_messages 0
                    set_tcp_nodelay true
                    %s
                    """.formatted(
                            port, directory, String.join("\n", configuration)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Starts it, and waits until it accepts connections. */
    public void start() {
        try {
            process = new ProcessBuilder(
                            program.toString(),
                            "-c",
                            directory.resolve("mosquitto.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("mosquitto.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("mosquitto to listen on port " + port).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "mosquitto ended: " + Files.readString(directory.resolve("mosquitto.log")));
            }
            return accepts();
        });
    }

    private boolean accepts() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it with kill -9. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends it in order: it keeps its sessions. */
    public void stop() {
        process.destroy();
        process.onExit().join();
    }

    /**
     * Returns the port, which stays the same over restarts.
     *
     * @return the port on 127.0.0.1
     */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        kill();
    }
}
