package io.ringway.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What JCStress and Lincheck found. Without their files nothing is known, and the page says so.
 *
 * @param jcstressRan whether there is a report of JCStress
 * @param jcstress its tests
 * @param lincheckRan whether there is a report of Lincheck
 * @param lincheck its tests
 */
record Correctness(boolean jcstressRan, List<Stress> jcstress, boolean lincheckRan, List<Lin> lincheck) {

    private static final String PASSED = "passed";
    private static final String NOT_RUN = "not run here";

    /**
     * A test of JCStress.
     *
     * @param test its name
     * @param actors how many threads race
     * @param configurations in how many ways it was compiled, times the flags of the JVM
     * @param samples how often they raced
     * @param forbidden how often the outcome was a forbidden one
     * @param outcome {@code passed}, {@code failed} or {@code not run here}
     * @param reason why it was not run, or failed
     */
    record Stress(
            String test,
            String actors,
            String configurations,
            String samples,
            String forbidden,
            String outcome,
            String reason) {}

    /**
     * A test of Lincheck.
     *
     * @param test its name
     * @param queue the queue tested
     * @param what what it shows
     * @param iterations how many scenarios it tried
     * @param invocations how many interleavings of each
     * @param outcome {@code passed}, {@code failed} or {@code not run here}
     */
    record Lin(String test, String queue, String what, String iterations, String invocations, String outcome) {}

    static Correctness nothingRan() {
        return new Correctness(false, List.of(), false, List.of());
    }

    /** Reads jcstress.json and lincheck.json, whichever are there. */
    static Correctness read(Path dir) throws IOException {
        Path stressFile = dir.resolve("jcstress.json");
        Path linFile = dir.resolve("lincheck.json");
        boolean hasStress = Files.exists(stressFile);
        boolean hasLin = Files.exists(linFile);
        List<Stress> stress = new ArrayList<>();
        if (hasStress) {
            for (JsonNode node : Json.list(stressFile)) {
                stress.add(new Stress(
                        Json.text(node, "test"),
                        Json.text(node, "actors"),
                        Json.text(node, "configurations"),
                        Json.text(node, "samples"),
                        Json.text(node, "forbidden"),
                        Json.text(node, "outcome"),
                        Json.text(node, "reason")));
            }
        }
        List<Lin> lin = new ArrayList<>();
        if (hasLin) {
            for (JsonNode node : Json.list(linFile)) {
                lin.add(new Lin(
                        Json.text(node, "test"),
                        Json.text(node, "queue"),
                        Json.text(node, "what"),
                        Json.text(node, "iterations"),
                        Json.text(node, "invocationsPerIteration"),
                        Json.text(node, "outcome")));
            }
        }
        return new Correctness(hasStress, List.copyOf(stress), hasLin, List.copyOf(lin));
    }

    /** Whether a table must lie open, because there is a failure in it. */
    boolean failed() {
        return Stream.concat(
                        jcstress.stream().map(Stress::outcome),
                        lincheck.stream().map(Lin::outcome))
                .anyMatch(outcome -> !outcome.equals(PASSED) && !outcome.equals(NOT_RUN));
    }

    String jcstressSummary() {
        return summary(jcstressRan, jcstress.stream().map(Stress::outcome).toList());
    }

    String lincheckSummary() {
        return summary(lincheckRan, lincheck.stream().map(Lin::outcome).toList());
    }

    /** A test that did not run is counted apart, never among the passed. */
    private static String summary(boolean ran, List<String> outcomes) {
        if (!ran || outcomes.isEmpty()) {
            return "not run";
        }
        long passed = outcomes.stream().filter(PASSED::equals).count();
        long notRun = outcomes.stream().filter(NOT_RUN::equals).count();
        return passed + " passed, " + (outcomes.size() - passed - notRun) + " failed, " + notRun + " not run here";
    }
}
