package io.ringway.mqtt.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL server of the test's own, from the programs of a test dependency, that can be killed and started again.
 *
 * <p>It does not run as root; a root user starts it in a user namespace, where it has no name.
 */
public final class Postgres implements AutoCloseable {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private final Path programs;
    private final Path data;
    private final int port;
    private Process process;

    private Postgres(Path programs, Path directory) {
        this.programs = programs;
        this.data = directory.resolve("data");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            run(command("initdb", "-D", data.toString(), "-U", "ringway", "-A", "trust", "-E", "UTF8", "--no-sync"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /**
     * Starts a server. A test that calls this is skipped where there are no programs for the machine, but fails where
     * {@code RINGWAY_CI} is true.
     *
     * @param directory an empty directory for its data
     */
    public static Postgres start(Path directory) {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!machine.equals("Linux amd64") && !"true".equals(System.getenv("RINGWAY_CI"))) {
            abort("there are no PostgreSQL programs for " + machine);
        }
        return new Postgres(unpacked(), directory);
    }

    private static synchronized Path unpacked() {
        Path folder = Path.of("target", "postgresql").toAbsolutePath();
        Path complete = folder.resolve("complete");
        try {
            if (!Files.exists(complete)) {
                Files.createDirectories(folder);
                Process tar = new ProcessBuilder("tar", "-x", "-C", folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                try (InputStream archive = new XZInputStream(Postgres.class.getResourceAsStream(ARCHIVE));
                        OutputStream in = tar.getOutputStream()) {
                    archive.transferTo(in);
                }
                check(tar, "tar");
                Files.createFile(complete);
            }
            return folder.resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private void run(List<String> command) throws IOException {
        check(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start(),
                command.toString());
    }

    private static void check(Process process, String what) {
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new IllegalStateException(what + " ended with " + exit);
        }
    }

    /** Starts it, and waits until it answers. After a kill it needs its recovery. */
    public void start() {
        await("PostgreSQL on port " + port).atMost(Duration.ofSeconds(60)).until(() -> {
            if (process == null || !process.isAlive()) {
                // What a killed server leaves behind may keep the next one from starting for a moment.
                process = new ProcessBuilder(command(
                                "postgres",
                                "-D",
                                data.toString(),
                                "-p",
                                Integer.toString(port),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories="))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                data.resolveSibling("log").toFile()))
                        .start();
            }
            return answers();
        });
    }

    private boolean answers() {
        try {
            DriverManager.getConnection(url()).close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends it with kill -9. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Returns the JDBC URL, which stays the same over restarts. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=ringway";
    }

    @Override
    public void close() {
        kill();
    }
}
