package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Figure;
import java.util.List;

/** The verdicts of a run in a sentence. */
final class Verdicts {

    static final String GOAL = "goal reached";
    static final String BELOW = "below the floor";
    static final String FAILED = "failed";

    private Verdicts() {}

    static String headline(List<Comparison> rows) {
        if (rows.isEmpty()) {
            return "Nothing was compared in this run.";
        }
        return rows.size() + (rows.size() == 1 ? " comparison" : " comparisons") + " with the best peer: "
                + counts(rows) + ".";
    }

    static String counts(List<Comparison> rows) {
        return count(rows, "ahead") + " ahead, " + count(rows, "level") + " level, " + count(rows, "behind")
                + " behind";
    }

    /** Those that are missed are named; empty when there are no figures without a peer. */
    static String figures(List<Figure> figures) {
        if (figures.isEmpty()) {
            return "";
        }
        List<String> missed = figures.stream()
                .filter(figure ->
                        figure.standing().equals(BELOW) || figure.standing().equals(FAILED))
                .map(figure -> figure.title() + " (" + figure.standing() + ")")
                .toList();
        long goals = figures.stream()
                .filter(figure -> figure.standing().equals(GOAL))
                .count();
        return figures.size() + (figures.size() == 1 ? " figure" : " figures") + " without a peer: "
                + (figures.size() - missed.size()) + " at or above the floor, " + goals + " of them at the goal."
                + (missed.isEmpty() ? "" : " Missed: " + String.join("; ", missed) + ".");
    }

    private static long count(List<Comparison> rows, String verdict) {
        return rows.stream()
                .filter(row -> row.ratio().verdict().equals(verdict))
                .count();
    }
}
