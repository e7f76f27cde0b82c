package io.ringway.benchmarks.mqtt;

import io.ringway.benchmarks.Elements;
import io.ringway.benchmarks.ForkSettings;
import io.ringway.benchmarks.log.Folder;
import io.ringway.mqtt.ingest.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Messages into rows of an H2 database in a file, safe on disk. */
@State(Scope.Benchmark)
public class IngestBenchmark extends ForkSettings {

    /** Name of the contender. */
    @Param({"ringway.MqttIngest", "jdbc.row-by-row", "jdbc.polled-queue"})
    public String queue;

    private Path directory;
    private Rows rows;

    /**
     * Opens an empty database.
     *
     * @throws IOException if there is no place for it
     * @throws SQLException if it can't be opened
     */
    @Setup(Level.Trial)
    public void open() throws IOException, SQLException {
        directory = Folder.create();
        rows = new Rows(start(directory));
    }

    /** Starts the database, and returns its JDBC URL. */
    String start(Path directory) throws IOException {
        return "jdbc:h2:" + directory.toAbsolutePath().resolve("ingest");
    }

    /** Stops what was started. */
    void stop() {}

    /**
     * Deletes the database.
     *
     * @throws IOException if its files can't be deleted
     * @throws SQLException if it can't be closed
     */
    @TearDown(Level.Trial)
    public void close() throws IOException, SQLException {
        rows.close();
        stop();
        Folder.delete(directory);
    }

    /**
     * Writes some rows.
     *
     * @param written counts them
     * @throws SQLException if the database fails
     */
    @Benchmark
    public void rows(Elements written) throws SQLException {
        written.elements += switch (queue) {
            case "ringway.MqttIngest" -> rows.batch();
            case "jdbc.row-by-row" -> rows.each();
            case "jdbc.polled-queue" -> rows.polled();
            default -> throw new IllegalArgumentException(queue);
        };
    }
}
