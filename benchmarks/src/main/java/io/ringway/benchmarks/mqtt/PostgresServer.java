package io.ringway.benchmarks.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL server of a benchmark's own, from the programs in a dependency.
 *
 * <p>It does not run as root; a root user starts it in a user namespace, where it has no name.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final long LONGEST_START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int LONGEST_STOP_SECONDS = 10;

    private final Process process;
    private final String url;

    /**
     * Starts a server with an empty database, and waits until it answers.
     *
     * @param directory an empty directory, for the programs and the data
     * @throws IOException if it can't be started
     */
    PostgresServer(Path directory) throws IOException {
        Path folder = directory.toAbsolutePath();
        Process tar = new ProcessBuilder("tar", "-x", "-C", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream archive =
                        new XZInputStream(Objects.requireNonNull(PostgresServer.class.getResourceAsStream(ARCHIVE)));
                OutputStream in = tar.getOutputStream()) {
            archive.transferTo(in);
        }
        check(tar, "tar");
        String data = folder.resolve("data").toString();
        check(start(folder, "initdb", "-D", data, "-U", "ringway", "-A", "trust", "-E", "UTF8"), "initdb");
        int port = freePort();
        url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=ringway";
        process = start(
                folder,
                "postgres",
                "-D",
                data,
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=");
        awaitAnswer();
    }

    /**
     * Tells whether there are programs for this machine.
     *
     * @return false if no server can be started here
     */
    public static boolean isThere() {
        return (System.getProperty("os.name") + " " + System.getProperty("os.arch")).equals("Linux amd64")
                && PostgresServer.class.getResource(ARCHIVE) != null;
    }

    String url() {
        return url;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Process start(Path folder, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(program + ".log").toFile()))
                .start();
    }

    private static void check(Process process, String what) throws IOException {
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new IOException(what + " ended with " + exit);
        }
    }

    private void awaitAnswer() throws IOException {
        long begin = System.nanoTime();
        while (true) {
            try {
                DriverManager.getConnection(url).close();
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() - begin > LONGEST_START_NANOS) {
                    process.destroyForcibly();
                    throw new IOException("PostgreSQL does not answer at " + url, e);
                }
            }
        }
    }

    /** Ends the server in order; no connection may be open any more. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().orTimeout(LONGEST_STOP_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly().onExit().join();
        }
    }
}
