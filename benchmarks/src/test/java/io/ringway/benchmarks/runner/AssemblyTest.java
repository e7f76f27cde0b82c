package io.ringway.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Fork;
import io.ringway.benchmarks.model.Iteration;
import io.ringway.benchmarks.model.Point;
import io.ringway.benchmarks.model.Ratio;
import io.ringway.benchmarks.model.Suite;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class AssemblyTest {

    private static final Question THROUGHPUT =
            Plan.questions(List.of("mpmc-2p2c"), false).get(0);
    private static final Question LATENCY =
            Plan.questions(List.of("latency-mpmc"), false).get(0);
    private static final String OURS = "ringway.MpmcQueue";
    private static final String JCTOOLS = "jctools.MpmcArrayQueue";
    private static final String AGRONA = "agrona.ManyToManyConcurrentArrayQueue";

    @Test
    void pairsTheForksOfOneRound() {
        Suite suite = suite(
                fork(OURS, "yield", 1, 20), fork(JCTOOLS, "yield", 1, 10),
                fork(JCTOOLS, "yield", 2, 40), fork(OURS, "yield", 2, 60));
        assertThat(suite.ratios())
                .containsExactly(new Ratio("JCTools MpmcArrayQueue", "throughput", 1.75, 1.5, 2.0, "ahead", true));
    }

    @Test
    void theStrongestPeerIsTheOneAgainstWhichWeDoWorst() {
        Suite suite = suite(fork(OURS, "yield", 1, 20), fork(JCTOOLS, "yield", 1, 10), fork(AGRONA, "yield", 1, 25));
        assertThat(suite.ratios().stream().filter(Ratio::best))
                .extracting(Ratio::peer, Ratio::verdict)
                .containsExactly(tuple("Agrona ManyToManyConcurrentArrayQueue", "behind"));
    }

    @Test
    void neitherALimitNorAnotherFormOfOursIsTheStrongestPeer() {
        Question owner = Plan.questions(List.of("deque-owner"), true).get(0);
        Suite suite = new Assembly(
                        owner,
                        2,
                        List.of(
                                fork(owner, "ringway.WorkStealingDeque", 20),
                                fork(owner, "textbook.ChaseLevDeque", 10),
                                fork(owner, "jdk.ArrayDeque", 40)))
                .suite(List.of());
        assertThat(suite.ratios())
                .extracting(Ratio::median, Ratio::best)
                .containsExactly(tuple(2.0, true), tuple(0.5, false));

        Question forkJoin = Plan.questions(List.of("fork-join"), true).get(0);
        suite = new Assembly(
                        forkJoin,
                        2,
                        List.of(
                                fork(forkJoin, "ringway.WorkStealingDeque", 20),
                                fork(forkJoin, "ringway.WorkStealingDeque.private", 40),
                                fork(forkJoin, "jdk.ForkJoinPool", 10)))
                .suite(List.of());
        assertThat(suite.ratios())
                .extracting(Ratio::median, Ratio::best)
                .containsExactlyInAnyOrder(tuple(2.0, true), tuple(0.5, false));
    }

    @Test
    void theBetterIdleChoiceOfEachContenderCounts() {
        Suite suite = suite(
                fork(OURS, "spin", 1, 20), fork(OURS, "yield", 1, 30),
                fork(JCTOOLS, "spin", 1, 15), fork(JCTOOLS, "yield", 1, 5));
        assertThat(suite.contenders()).extracting(Contender::idle).containsExactly("yield", "spin");
        assertThat(suite.others()).extracting(Contender::idle).containsExactly("spin", "yield");
        assertThat(suite.ratios()).extracting(Ratio::median).containsExactly(2.0);
    }

    @Test
    void theRepeatOfADisturbedForkCountsAndBothAreListed() {
        Suite suite = suite(
                new Outcome(
                        new Cell(THROUGHPUT, OURS, "yield", 1),
                        5,
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        "others"),
                fork(OURS, "yield", 1, 20),
                fork(JCTOOLS, "yield", 1, 10));
        assertThat(suite.ratios()).extracting(Ratio::median).containsExactly(2.0);
        assertThat(suite.contenders().get(0).forks())
                .extracting(Fork::value, Fork::disturbed)
                .containsExactly(tuple(5.0, true), tuple(20.0, false));
    }

    @Test
    void aContenderThatFailedIsNamedInTheNote() {
        Suite suite = new Assembly(THROUGHPUT, 2, List.of(fork(OURS, "yield", 1, 1))).suite(List.of("Agrona: broke"));
        assertThat(suite.note()).contains("Agrona: broke");
        assertThat(suite.ratios()).isEmpty();
    }

    @Test
    void onlyIterationsAtOneDistanceOfTheProcessorsCount() {
        Suite suite = suite(
                moving(OURS, 1, at(20, 40, 45), at(7, 40, 160), at(5, 160, 160)),
                moving(JCTOOLS, 1, at(10, 50, 40)),
                moving(OURS, 2, at(30, 50, 50), at(1, 20, 20)),
                moving(JCTOOLS, 2, at(4, 170, 160)));
        assertThat(suite.ratios()).extracting(Ratio::median).containsExactly(2.0);
        assertThat(suite.contenders().get(0).median()).isEqualTo(25);
        assertThat(suite.contenders().get(1).forks())
                .extracting(Fork::value, Fork::disturbed)
                .containsExactly(tuple(10.0, false), tuple(4.0, true));
        assertThat(suite.note()).contains("3 of 7 iterations").contains("40 to 80 ns");
        assertThat(suite.contenders().get(0).forks().get(0).iterations())
                .containsExactly(
                        new Iteration(20, 40, 45, true),
                        new Iteration(7, 40, 160, false),
                        new Iteration(5, 160, 160, false));
    }

    @Test
    void ofLatenciesTooOnlyIterationsAtOneDistanceCount() {
        Suite suite = new Assembly(
                        LATENCY,
                        2,
                        List.of(
                                latency(OURS, 1, times(100, 25, 30), times(400, 150, 160), times(900, 25, 150)),
                                latency(JCTOOLS, 1, times(200, 26, 25), times(600, 26, 25), times(20, 150, 150)),
                                latency(OURS, 2, times(7, 400, 400))))
                .suite(List.of());
        assertThat(suite.contenders()).extracting(Contender::median).containsExactly(100.0, 200.0);
        assertThat(suite.ratios())
                .extracting(Ratio::metric, Ratio::median)
                .containsExactly(tuple("p50", 2.0), tuple("p99", 6.0), tuple("p99.9", 6.0));
        assertThat(suite.contenders().get(0).forks())
                .extracting(Fork::value, Fork::disturbed)
                .containsExactly(tuple(100.0, false), tuple(7.0, true));
        assertThat(suite.contenders().get(0).forks().get(0).iterations())
                .containsExactly(
                        new Iteration(100, 25, 30, true),
                        new Iteration(400, 150, 160, false),
                        new Iteration(900, 25, 150, false));
        assertThat(suite.note()).contains("3 of 7 iterations").contains("25 to 50 ns");
    }

    @Test
    void tellsTheDistanceWhereTheProcessorsDidNotMove() {
        Suite suite = suite(moving(OURS, 1, at(20, 40, 45)), moving(JCTOOLS, 1, at(10, 43, 51)));
        assertThat(suite.note()).endsWith(" A cache line took 40 to 51 ns between the processors.");
    }

    @Test
    void allIterationsCountWhenOneContenderSawTheProcessorsOnlyAtTheOtherDistance() {
        Suite suite = suite(moving(OURS, 1, at(20, 40, 45)), moving(JCTOOLS, 1, at(10, 150, 160)));
        assertThat(suite.ratios()).extracting(Ratio::median).containsExactly(2.0);
        assertThat(suite.note()).contains("moved too often");
    }

    @Test
    void nothingIsComparedWhenOursFailed() {
        Suite suite = suite(fork(JCTOOLS, "yield", 1, 1), fork(AGRONA, "yield", 1, 2));
        assertThat(suite.ratios()).isEmpty();
        assertThat(suite.contenders()).hasSize(2);
    }

    @Test
    void latenciesAreComparedAtThreePercentilesAndLowerIsBetter() {
        Suite suite = new Assembly(LATENCY, 2, List.of(latency(OURS, 100), latency(JCTOOLS, 200))).suite(List.of());
        assertThat(suite.ratios())
                .extracting(Ratio::metric, Ratio::median)
                .containsExactly(tuple("p50", 2.0), tuple("p99", 2.0), tuple("p99.9", 2.0));
    }

    @Test
    void aStallInOneWindowLeavesTheMedianWindowAlone() {
        Suite suite = new Assembly(
                        LATENCY,
                        2,
                        List.of(
                                latency(OURS, 1, windows(9_000_000, 100), windows(110, 105)),
                                latency(JCTOOLS, 1, windows(210, 220), windows(210, 9_000_000))))
                .suite(List.of());
        assertThat(suite.contenders().get(0).latency("p99, median window")).hasValue(105);
        assertThat(suite.ratios())
                .filteredOn(ratio -> ratio.metric().endsWith("window"))
                .extracting(Ratio::metric, Ratio::median)
                .containsExactly(tuple("p99, median window", 2.0), tuple("p99.9, median window", 2.0));
    }

    @Test
    void tellsWhenThereWereMoreThreadsThanProcessors() {
        assertThat(THROUGHPUT.oversubscribed(2)).isTrue();
        assertThat(THROUGHPUT.oversubscribed(4)).isFalse();
    }

    private static Suite suite(Outcome... outcomes) {
        return new Assembly(THROUGHPUT, 2, List.of(outcomes)).suite(List.of());
    }

    private static Outcome fork(String contender, String idle, int round, double value) {
        return new Outcome(
                new Cell(THROUGHPUT, contender, idle, round),
                value,
                0,
                List.of(0.5, 0.5),
                List.of(0.5, 0.5),
                List.of(),
                List.of(),
                "");
    }

    private static Outcome fork(Question question, String contender, double value) {
        return new Outcome(
                new Cell(question, contender, "", 1), value, 0, List.of(), List.of(), List.of(), List.of(), "");
    }

    private static Outcome moving(String contender, int round, Sample... samples) {
        return new Outcome(
                        new Cell(THROUGHPUT, contender, "spin", round),
                        0,
                        0,
                        List.of(0.5, 0.5),
                        List.of(0.5, 0.5),
                        List.of(),
                        List.of(samples),
                        "")
                .of(sample -> true);
    }

    private static Sample at(double value, double before, double after) {
        return new Sample(value, before, after, null, Map.of());
    }

    private static Sample times(long nanos, double before, double after) {
        Histogram histogram = new Histogram(3);
        histogram.recordValue(nanos);
        return new Sample(nanos, before, after, histogram, Map.of());
    }

    /** An iteration whose windows had these percentiles, each for both that are compared. */
    private static Sample windows(long... nanos) {
        Histogram values = new Histogram(3);
        for (long value : nanos) {
            values.recordValue(value);
        }
        return new Sample(nanos[0], 25, 25, values, Map.of(99.0, values, 99.9, values));
    }

    private static Outcome latency(String contender, int round, Sample... samples) {
        return new Outcome(
                        new Cell(LATENCY, contender, "spin", round),
                        0,
                        0,
                        List.of(1.0),
                        List.of(1.0),
                        List.of(),
                        List.of(samples),
                        "")
                .of(sample -> true);
    }

    private static Outcome latency(String contender, double nanos) {
        List<Point> points = Percentiles.ALL.stream()
                .map(percentile -> new Point(percentile, nanos))
                .toList();
        return new Outcome(
                new Cell(LATENCY, contender, "spin", 1), nanos, 0, List.of(1.0), List.of(1.0), points, List.of(), "");
    }
}
