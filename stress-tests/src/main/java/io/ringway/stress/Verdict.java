package io.ringway.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the gate.
 *
 * @param rows the judgement on each test, in the order of the list
 * @param problems what keeps the build from passing, empty if nothing does
 */
record Verdict(List<TestRow> rows, List<String> problems) {

    /**
     * Judges a run.
     *
     * @param exitCode how JCStress ended
     * @param listed the tests that should have run
     * @param observed what was recorded, by the name of the test
     * @param canaries the runs of the broken queues
     * @param cores the cores that JCStress could use
     */
    static Verdict of(
            int exitCode, List<Listed> listed, Map<String, Observed> observed, List<Canary> canaries, int cores) {
        List<TestRow> rows = listed.stream()
                .map(test -> judge(test, observed.get(test.name()), cores))
                .toList();
        List<String> problems = new ArrayList<>();
        if (exitCode != 0) {
            problems.add("JCStress ended with " + JcstressProcess.described(exitCode));
        }
        if (rows.stream().noneMatch(row -> row.is(TestRow.PASSED))) {
            problems.add("no test has passed");
        }
        for (TestRow row : rows) {
            if (row.is(TestRow.FAILED)) {
                problems.add(row.test() + ": " + row.reason());
            }
        }
        if (canaries.isEmpty()) {
            problems.add("no broken queue was tried, so nothing shows that a fault would be found");
        }
        for (Canary canary : canaries) {
            if (!canary.found()) {
                problems.add(canary.name() + ": the fault of this broken queue was not found (" + canary.samples()
                        + " samples, " + JcstressProcess.described(canary.exitCode()) + ")");
            }
        }
        return new Verdict(rows, List.copyOf(problems));
    }

    private static TestRow judge(Listed test, @Nullable Observed observed, int cores) {
        if (test.actors() > cores) {
            return TestRow.notRun(test);
        }
        if (observed == null) {
            return TestRow.missing(test);
        }
        if (!observed.clean() || observed.forbidden() > 0) {
            return TestRow.failed(test, observed, String.join("; ", observed.remarks()));
        }
        if (observed.samples() == 0) {
            return TestRow.failed(test, observed, "no samples");
        }
        return TestRow.passed(test, observed);
    }

    boolean passed() {
        return problems.isEmpty();
    }

    long count(String outcome) {
        return rows.stream().filter(row -> row.is(outcome)).count();
    }

    long configurations() {
        return rows.stream().mapToLong(TestRow::configurations).sum();
    }

    long samples() {
        return rows.stream().mapToLong(TestRow::samples).sum();
    }
}
