package io.ringway.mqtt.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Empty databases for tests: of one PostgreSQL server, which lives as long as the JVM, or in a file of H2. */
public enum Databases {
    H2 {
        @Override
        public String empty() {
            return "jdbc:h2:" + directory().resolve("ingest");
        }
    },
    POSTGRESQL {
        @Override
        public String empty() {
            String name = "test" + NUMBER.incrementAndGet();
            new Sample(Server.SHARED.url()).execute("CREATE DATABASE " + name);
            return Server.SHARED.url().replace("/postgres?", "/" + name + "?");
        }
    };

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Returns the JDBC URL of an empty database. */
    public abstract String empty();

    private static Path directory() {
        try {
            return Files.createTempDirectory("ringway-ingest");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Server {
        private static final Postgres SHARED = Postgres.start(directory());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SHARED::close));
        }
    }
}
