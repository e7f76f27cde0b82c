package io.ringway.benchmarks.page;

import io.jstach.jstache.JStache;
import java.util.List;

/** What the template of the list of runs is filled with. */
@JStache(path = "io/ringway/benchmarks/page/runs.mustache")
record IndexView(List<Entry> runs) {

    boolean hasRuns() {
        return !runs.isEmpty();
    }

    /** A run. */
    record Entry(String link, String date, String machine, String jdk, String commit, String mode, String verdicts) {}
}
