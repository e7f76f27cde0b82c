package io.ringway.benchmarks.page;

import io.jstach.jstache.JStache;
import java.util.List;

/** What the template of the list of runs is filled with. */
@JStache(path = "io/ringway/benchmarks/page/runs.mustache")
record IndexView(List<Entry> runs, List<Regression> regressions) {

    boolean hasRuns() {
        return !runs.isEmpty();
    }

    /** Two runs that followed each other under the same conditions, row by row. */
    record Regression(Entry now, Entry before, List<Change> changes) {}

    /** A run. */
    record Entry(String link, String date, String machine, String jdk, String commit, String mode, String verdicts) {}
}
