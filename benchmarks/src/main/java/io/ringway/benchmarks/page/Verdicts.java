package io.ringway.benchmarks.page;

import java.util.List;

/** The verdicts of a run in a sentence. */
final class Verdicts {

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

    private static long count(List<Comparison> rows, String verdict) {
        return rows.stream()
                .filter(row -> row.ratio().verdict().equals(verdict))
                .count();
    }
}
