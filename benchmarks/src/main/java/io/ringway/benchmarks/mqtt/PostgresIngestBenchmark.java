package io.ringway.benchmarks.mqtt;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Messages into rows of a PostgreSQL server of the benchmark's own, with its settings as they come: safe on disk. */
public class PostgresIngestBenchmark extends IngestBenchmark {

    private @Nullable PostgresServer server;

    @Override
    String start(Path directory) throws IOException {
        PostgresServer started = new PostgresServer(directory);
        server = started;
        return started.url();
    }

    @Override
    void stop() {
        if (server != null) {
            server.close();
        }
    }
}
