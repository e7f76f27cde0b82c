package io.ringway.benchmarks.page;

import io.jstach.jstache.JStache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the template of a run's page is filled with: text only, every decision is taken. */
@JStache(path = "io/ringway/benchmarks/page/page.mustache")
record PageView(
        String title,
        String id,
        String date,
        String mode,
        String caution,
        String commit,
        boolean dirty,
        String headline,
        List<Link> behind,
        List<Link> belowFloor,
        List<RatioRow> ratios,
        List<FigureRow> figures,
        String figuresSummary,
        List<String> figureCommands,
        List<SuiteView> suites,
        @Nullable Wide overview,
        List<Picture> latency,
        List<Picture> scaling,
        List<Picture> forks,
        List<Picture> fairness,
        Correctness correctness,
        List<Fact> machine,
        List<String> rule,
        List<DisturbedRow> disturbed,
        String disturbedSummary,
        String command,
        boolean oversubscribed) {

    boolean hasCaution() {
        return !caution.isEmpty();
    }

    boolean hasLatency() {
        return !latency.isEmpty();
    }

    boolean hasScaling() {
        return !scaling.isEmpty();
    }

    boolean hasForks() {
        return !forks.isEmpty();
    }

    boolean hasFairness() {
        return !fairness.isEmpty();
    }

    boolean hasBehind() {
        return !behind.isEmpty();
    }

    boolean hasBelowFloor() {
        return !belowFloor.isEmpty();
    }

    boolean hasRatios() {
        return !ratios.isEmpty();
    }

    boolean hasFigures() {
        return !figures.isEmpty();
    }

    boolean hasDisturbed() {
        return !disturbed.isEmpty();
    }

    /** A word that leads to a place on the page. */
    record Link(String anchor, String text) {}

    /** A picture for a desk and one for a phone. */
    record Wide(Picture desk, Picture phone) {}

    /** A name and its value. */
    record Fact(String name, String value) {}

    /** A row of the ratio table. */
    record RatioRow(
            String anchor,
            String suite,
            String metric,
            String ours,
            String peerLibrary,
            String peerClass,
            String peer,
            String ratio,
            String floorAndGoal,
            String standing,
            String fairness,
            String allocation,
            String verdict) {}

    /** A row of the table of figures that have no peer; the mood is that of a verdict. */
    record FigureRow(
            String title,
            String value,
            String floorAndGoal,
            String standing,
            String mood,
            String toBeat,
            String remark) {}

    /** A suite with everything that was measured in it. */
    record SuiteView(
            String anchor, String title, String about, String note, List<ContenderRow> rows, List<PeerRow> peers) {

        boolean hasPeers() {
            return !peers.isEmpty();
        }

        boolean hasNote() {
            return !note.isEmpty();
        }
    }

    /** A contender in a suite. */
    record ContenderRow(
            String name, boolean ours, String value, String forks, String allocation, String fairness, String remark) {}

    /** Ours against one peer. */
    record PeerRow(String peer, String metric, String ratio, String verdict) {}

    /** A fork that the rule calls disturbed. */
    record DisturbedRow(
            String suite, String contender, String round, String value, String reason, String consequence) {}
}
