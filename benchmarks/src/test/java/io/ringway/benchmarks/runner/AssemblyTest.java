package io.ringway.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Fork;
import io.ringway.benchmarks.model.Point;
import io.ringway.benchmarks.model.Ratio;
import io.ringway.benchmarks.model.Suite;
import java.util.List;
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
                moving(OURS, 1, new Sample(20, 40, 45), new Sample(7, 40, 160), new Sample(5, 160, 160)),
                moving(JCTOOLS, 1, new Sample(10, 50, 40)),
                moving(OURS, 2, new Sample(30, 50, 50), new Sample(1, 20, 20)),
                moving(JCTOOLS, 2, new Sample(4, 170, 160)));
        assertThat(suite.ratios()).extracting(Ratio::median).containsExactly(2.0);
        assertThat(suite.contenders().get(0).median()).isEqualTo(25);
        assertThat(suite.contenders().get(1).forks())
                .extracting(Fork::value, Fork::disturbed)
                .containsExactly(tuple(10.0, false), tuple(4.0, true));
        assertThat(suite.note()).contains("3 of 7 iterations").contains("40 to 80 ns");
    }

    @Test
    void allIterationsCountWhenOneContenderSawTheProcessorsOnlyAtTheOtherDistance() {
        Suite suite = suite(moving(OURS, 1, new Sample(20, 40, 45)), moving(JCTOOLS, 1, new Sample(10, 150, 160)));
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
        return fork(contender, "spin", round, 0).of(List.of(samples));
    }

    private static Outcome latency(String contender, double nanos) {
        List<Point> points = ForkRunner.PERCENTILES.stream()
                .map(percentile -> new Point(percentile, nanos))
                .toList();
        return new Outcome(
                new Cell(LATENCY, contender, "spin", 1), nanos, 0, List.of(1.0), List.of(1.0), points, List.of(), "");
    }
}
