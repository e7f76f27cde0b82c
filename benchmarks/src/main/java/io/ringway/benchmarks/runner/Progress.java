package io.ringway.benchmarks.runner;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far the run is and how long it still takes: a bar on a terminal, a line for each round elsewhere. */
final class Progress implements AutoCloseable {

    private final PrintStream out;
    private final Pace pace;
    private final @Nullable ProgressBar bar;

    Progress(PrintStream out, Pace pace, boolean terminal) {
        this.out = out;
        this.pace = pace;
        this.bar = terminal
                ? new ProgressBarBuilder()
                        .setTaskName("Measuring")
                        .setInitialMax(pace.planned())
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(500)
                        .hideEta()
                        .build()
                : null;
    }

    void round(Question question, int round, int rounds) {
        line(question.id(), round, rounds);
    }

    void fork(Cell cell) {
        step(cell.describe());
    }

    /** A program is both a round and its fork. */
    void program(Program program, int round, int rounds) {
        line(program.id(), round, rounds);
        step(program.id() + " round " + round);
    }

    private void line(String id, int round, int rounds) {
        if (bar == null) {
            out.printf(
                    Locale.ROOT,
                    "%3d %%  %s left  %s, round %d of %d%n",
                    pace.percent(),
                    clock(pace.left()),
                    id,
                    round,
                    rounds);
        }
    }

    private void step(String what) {
        if (bar != null) {
            bar.maxHint(pace.planned());
            bar.stepTo(pace.finished());
            bar.setExtraMessage(" " + clock(pace.left()) + " left  " + what);
        }
    }

    static String clock(Duration duration) {
        return duration.toMinutes() + ":" + String.format(Locale.ROOT, "%02d", duration.toSecondsPart());
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.stepTo(pace.finished());
            bar.setExtraMessage("");
            bar.close();
        }
    }
}
