package io.ringway.stress.lincheck;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Keeps {@code lincheck.json} up to date: one row a claim that was checked. */
final class Report {

    private static final Path FILE =
            Path.of(System.getProperty("correctness.directory", "target/correctness"), "lincheck.json");
    private static final Map<String, Row> ROWS = new TreeMap<>();

    private Report() {}

    /**
     * What became of a claim.
     *
     * @param test the class and method that makes it
     * @param queue the queue it is about
     * @param what what is claimed
     * @param iterations the scenarios that were tried
     * @param invocationsPerIteration the interleavings of each
     * @param outcome {@code passed} or {@code failed}
     */
    record Row(String test, String queue, String what, int iterations, int invocationsPerIteration, String outcome) {}

    static synchronized void add(Row row) {
        ROWS.put(row.test(), row);
        try {
            Files.createDirectories(FILE.getParent());
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(FILE.toFile(), ROWS.values());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
