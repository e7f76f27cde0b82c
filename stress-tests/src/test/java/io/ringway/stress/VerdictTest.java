package io.ringway.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final int CORES = 2;
    private static final Canary FOUND = new Canary("canary", 1, 100);

    private static Listed listed(String name) {
        return new Listed(name, 2);
    }

    private static Observed observed(String name, long count) {
        return new Observed(name, 1, true, List.of(new Observed.State("1", "ACCEPTABLE", count, "fine")), List.of());
    }

    private static Map<String, Observed> results(Observed... all) {
        return Stream.of(all).collect(Collectors.toMap(Observed::name, Function.identity()));
    }

    @Test
    void runInWhichEverythingIsInOrderPasses() {
        Verdict verdict = Verdict.of(0, List.of(listed("a")), results(observed("a", 7)), List.of(FOUND), CORES);

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.rows()).containsExactly(new TestRow("a", 2, 1, 7, 0, "passed", ""));
        assertThat(verdict.samples()).isEqualTo(7);
    }

    @Test
    void listedTestMissingFromResultsFails() {
        Verdict verdict =
                Verdict.of(0, List.of(listed("a"), listed("b")), results(observed("a", 7)), List.of(FOUND), CORES);

        assertThat(verdict.problems()).singleElement().asString().contains("b").contains("not in the results");
        assertThat(verdict.rows()).contains(new TestRow("b", 2, 0, 0, 0, "failed", "not in the results"));
    }

    @Test
    void testWithoutSamplesFails() {
        Verdict verdict = Verdict.of(
                0,
                List.of(listed("a"), listed("b")),
                results(observed("a", 7), new Observed("b", 1, true, List.of(), List.of())),
                List.of(FOUND),
                CORES);

        assertThat(verdict.problems()).singleElement().asString().contains("b").contains("no samples");
    }

    @Test
    void forbiddenOutcomeFailsWithItsRemark() {
        Observed forbidden = new Observed(
                "a",
                1,
                false,
                List.of(
                        new Observed.State("1", "ACCEPTABLE", 5, "fine"),
                        new Observed.State("2", "FORBIDDEN", 3, "twice")),
                List.of("Observed forbidden state: 2 (twice)"));

        Verdict verdict = Verdict.of(
                1, List.of(listed("a"), listed("b")), results(forbidden, observed("b", 1)), List.of(FOUND), CORES);

        assertThat(verdict.problems()).anyMatch(problem -> problem.contains("a: Observed forbidden state: 2 (twice)"));
        assertThat(verdict.rows().get(0).forbidden()).isEqualTo(3);
        assertThat(verdict.rows().get(0).samples()).isEqualTo(8);
    }

    @Test
    void forbiddenOutcomeFailsWhateverJcstressMakesOfIt() {
        Observed forbidden =
                new Observed("a", 1, true, List.of(new Observed.State("2", "FORBIDDEN", 3, "twice")), List.of());

        assertThat(Verdict.of(0, List.of(listed("a")), results(forbidden), List.of(FOUND), CORES)
                        .passed())
                .isFalse();
    }

    @Test
    void testThatDidNotEndByItselfFails() {
        Observed hung = new Observed(
                "a", 1, false, List.of(new Observed.State("1", "ACCEPTABLE", 5, "fine")), List.of("TIMEOUT_ERROR"));

        Verdict verdict = Verdict.of(0, List.of(listed("a")), results(hung), List.of(FOUND), CORES);

        assertThat(verdict.rows()).containsExactly(new TestRow("a", 2, 1, 5, 0, "failed", "TIMEOUT_ERROR"));
        assertThat(verdict.passed()).isFalse();
    }

    @Test
    void testForMoreCoresIsReportedAndNeverCountedAsPassed() {
        Verdict verdict = Verdict.of(
                0,
                List.of(listed("a"), new Listed("b", 4)),
                results(observed("a", 7), observed("b", 7)),
                List.of(FOUND),
                CORES);

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.rows()).contains(new TestRow("b", 4, 0, 0, 0, "not run here", "needs 4 cores"));
        assertThat(verdict.count("passed")).isEqualTo(1);
    }

    @Test
    void runThatMatchesNothingFailsAlthoughJcstressIsContent() {
        assertThat(Verdict.of(0, List.of(), Map.of(), List.of(FOUND), CORES).problems())
                .contains("no test has passed");
        assertThat(Verdict.of(0, List.of(listed("a")), Map.of(), List.of(FOUND), CORES)
                        .passed())
                .isFalse();
    }

    @Test
    void exitCodeFailsTheRunEvenIfAllTestsPassed() {
        Verdict verdict = Verdict.of(3, List.of(listed("a")), results(observed("a", 7)), List.of(FOUND), CORES);

        assertThat(verdict.problems()).containsExactly("JCStress ended with exit code 3");
    }

    @Test
    void runThatHadToBeStoppedFails() {
        Verdict verdict = Verdict.of(
                JcstressProcess.STOPPED, List.of(listed("a")), results(observed("a", 7)), List.of(FOUND), CORES);

        assertThat(verdict.problems()).singleElement().asString().contains("no sign of life");
    }

    @Test
    void canaryThatPassesFailsTheRun() {
        Verdict verdict = Verdict.of(
                0, List.of(listed("a")), results(observed("a", 7)), List.of(FOUND, new Canary("broken", 0, 9)), CORES);

        assertThat(verdict.problems())
                .singleElement()
                .asString()
                .contains("broken")
                .contains("not found");
    }

    @Test
    void canaryThatFailsWithoutSamplesFailsTheRun() {
        Verdict verdict = Verdict.of(
                0, List.of(listed("a")), results(observed("a", 7)), List.of(new Canary("broken", 1, 0)), CORES);

        assertThat(verdict.problems()).singleElement().asString().contains("broken");
    }

    @Test
    void missingCanariesFailTheRun() {
        assertThat(Verdict.of(0, List.of(listed("a")), results(observed("a", 7)), List.of(), CORES)
                        .passed())
                .isFalse();
    }
}
