package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Figure;
import io.ringway.benchmarks.model.Ratio;
import io.ringway.benchmarks.model.Run;
import io.ringway.benchmarks.model.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The results as text: for each suite ours against the strongest peer, won or lost; then the figures without a peer.
 */
final class Table {

    private static final double ALLOCATION_NOISE = 0.1;

    private static final List<String> HEAD = List.of(
            "suite",
            "ours",
            "strongest peer",
            "its value",
            "ratio [min..max]",
            "floor/goal",
            "fair",
            "B/op",
            "verdict");

    private static final List<String> FIGURES_HEAD =
            List.of("figure without a peer", "ours", "floor/goal", "to beat", "standing");

    private Table() {}

    static String of(Run run) {
        StringBuilder text = new StringBuilder();
        if (!run.suites().isEmpty()) {
            text.append(suites(run));
        }
        if (!run.figures().isEmpty()) {
            text.append(text.isEmpty() ? "" : System.lineSeparator()).append(figures(run.figures()));
        }
        return text.toString();
    }

    private static String suites(Run run) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        run.suites().forEach(suite -> rows.addAll(rows(suite)));
        StringBuilder text = new StringBuilder(aligned(rows));
        long forks = contenders(run).stream().mapToLong(c -> c.forks().size()).sum();
        long disturbed = contenders(run).stream()
                .flatMap(c -> c.forks().stream())
                .filter(fork -> fork.disturbed())
                .count();
        text.append(
                String.format(Locale.ROOT, "%d forks, %d of them disturbed; all are in run.json.%n", forks, disturbed));
        if (run.suites().stream().anyMatch(Suite::oversubscribed)) {
            text.append(String.format(Locale.ROOT, "* more threads than processors%n"));
        }
        return text.toString();
    }

    private static String figures(List<Figure> figures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(FIGURES_HEAD);
        for (Figure figure : figures) {
            rows.add(List.of(
                    figure.id(),
                    figure.values().isEmpty() ? "" : count(figure.median()) + " " + figure.unit(),
                    figure.floor() == null && figure.goal() == null
                            ? ""
                            : mark(figure.floor()) + "/" + mark(figure.goal()),
                    figure.toBeat(),
                    figure.standing() + (figure.remark().isEmpty() ? "" : " (" + figure.remark() + ")")));
        }
        return aligned(rows);
    }

    private static String mark(@Nullable Double mark) {
        return mark == null ? "" : count(mark);
    }

    private static String count(double value) {
        return value >= 1_000 ? String.format(Locale.ROOT, "%,.0f", value) : value(value);
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(String.format(Locale.ROOT, "%-" + (widths[i] + 2) + "s", row.get(i)));
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static List<Contender> contenders(Run run) {
        List<Contender> all = new ArrayList<>();
        run.suites().forEach(suite -> {
            all.addAll(suite.contenders());
            all.addAll(suite.others());
        });
        return all;
    }

    private static List<List<String>> rows(Suite suite) {
        if (suite.contenders().isEmpty()) {
            return List.of(List.of(suite.id(), "failed", "", "", "", "", "", "", ""));
        }
        Contender ours = suite.contenders().get(0);
        String name = suite.id() + (suite.oversubscribed() ? " *" : "");
        List<Ratio> strongest = suite.ratios().stream().filter(Ratio::best).toList();
        if (strongest.isEmpty()) {
            Contender peer = suite.contenders().get(suite.contenders().size() > 1 ? 1 : 0);
            return List.of(List.of(
                    name,
                    value(ours.median()) + " " + suite.unit(),
                    peer == ours ? "" : peer.name(),
                    peer == ours ? "" : value(peer.median()),
                    "",
                    "",
                    "",
                    "",
                    ""));
        }
        return strongest.stream().map(ratio -> row(suite, name, ours, ratio)).toList();
    }

    private static List<String> row(Suite suite, String name, Contender ours, Ratio ratio) {
        Contender peer = suite.contenders().stream()
                .filter(contender -> contender.name().equals(ratio.peer()))
                .findFirst()
                .orElseThrow();
        boolean latency = ratio.metric().startsWith("p");
        return List.of(
                name + (latency ? " " + ratio.metric() : ""),
                value(value(ours, ratio.metric())) + " " + suite.unit(),
                ratio.peer(),
                value(value(peer, ratio.metric())),
                String.format(Locale.ROOT, "%.2f [%.2f..%.2f]", ratio.median(), ratio.min(), ratio.max()),
                bounds(suite, ratio),
                ours.fairness() < 0 ? "" : String.format(Locale.ROOT, "%.2f", ours.fairness()),
                ours.allocBytesPerOp() < 0 ? "" : allocation(ours.allocBytesPerOp()),
                ratio.verdict());
    }

    private static double value(Contender contender, String metric) {
        return metric.startsWith("p") ? contender.latency(metric).orElseThrow() : contender.median();
    }

    private static String bounds(Suite suite, Ratio ratio) {
        Double floor = suite.floor();
        Double goal = suite.goal();
        if (floor == null || goal == null) {
            return "";
        }
        // "No worse" is met by a ratio that the spread cannot tell from 1.
        boolean noWorse = floor == 1 && !ratio.verdict().equals(Verdict.BEHIND.key());
        String met = ratio.median() >= goal ? " goal" : ratio.median() >= floor || noWorse ? " ok" : " MISSED";
        return String.format(Locale.ROOT, "%.1f/%.1f", floor, goal) + met;
    }

    private static String allocation(double bytes) {
        return bytes < ALLOCATION_NOISE ? "0" : String.format(Locale.ROOT, "%.1f", bytes);
    }

    private static String value(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }
}
