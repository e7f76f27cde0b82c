package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Figure;
import io.ringway.benchmarks.model.Fork;
import io.ringway.benchmarks.model.Machine;
import io.ringway.benchmarks.model.Run;
import io.ringway.benchmarks.model.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a run into what the page shows. */
final class PageBuilder {

    private final Run run;
    private final Correctness correctness;
    private final List<Comparison> comparisons;

    PageBuilder(Run run, Correctness correctness) {
        this.run = run;
        this.correctness = correctness;
        this.comparisons = Comparison.all(run);
    }

    PageView view() {
        List<PageView.DisturbedRow> disturbed = disturbed();
        return new PageView(
                "Ringway measured",
                run.id(),
                run.started(),
                Form.of(run).name(),
                Form.of(run).caution(),
                run.commit(),
                run.dirty(),
                Verdicts.headline(comparisons),
                links(comparisons.stream().filter(Comparison::behind)),
                links(comparisons.stream().filter(row -> row.belowFloor() && !row.behind())),
                comparisons.stream().map(PageBuilder::ratioRow).toList(),
                run.figures().stream().map(PageBuilder::figureRow).toList(),
                Verdicts.figures(run.figures()),
                run.figures().stream().map(Figure::command).distinct().toList(),
                run.suites().stream().map(PageBuilder::suite).toList(),
                overview().orElse(null),
                run.suites().stream()
                        .flatMap(suite -> LatencyPicture.of(suite, curves(suite.queue())).stream())
                        .toList(),
                ScalingPicture.families(run.suites()).stream()
                        .flatMap(family ->
                                ScalingPicture.of(family, curves(family.get(0).queue())).stream())
                        .toList(),
                run.suites().stream()
                        .filter(suite -> !suite.contenders().isEmpty())
                        .map(ForksPicture::of)
                        .toList(),
                run.suites().stream()
                        .flatMap(suite -> FairnessPicture.of(suite).stream())
                        .toList(),
                correctness,
                machine(),
                run.rule().lines().filter(line -> !line.isBlank()).toList(),
                disturbed,
                disturbed.size() + " of " + forks().count() + " forks were disturbed.",
                run.command(),
                run.suites().stream().anyMatch(Suite::oversubscribed));
    }

    private Optional<PageView.Wide> overview() {
        if (comparisons.isEmpty()) {
            return Optional.empty();
        }
        String title = "Ringway's queues to the best peer of each suite";
        return Optional.of(new PageView.Wide(
                RatioPicture.of("ratios", title, RowFrame.WIDE, comparisons),
                RatioPicture.of("ratios-narrow", title, RowFrame.NARROW, comparisons)));
    }

    /** Colours are given per queue, in the order in which its peers first appear. */
    private Curves curves(String queue) {
        return new Curves(run.suites().stream()
                .filter(suite -> suite.queue().equals(queue))
                .flatMap(suite -> suite.contenders().stream())
                .filter(contender -> !contender.ours())
                .map(Contender::name)
                .distinct()
                .toList());
    }

    private static List<PageView.Link> links(Stream<Comparison> rows) {
        return rows.map(row -> new PageView.Link(
                        "suite-" + Names.anchor(row.suite().id()),
                        row.name() + " (" + Figures.ratio(row.ratio().median()) + " to "
                                + row.ratio().peer() + ")"))
                .toList();
    }

    private static PageView.RatioRow ratioRow(Comparison row) {
        return new PageView.RatioRow(
                "suite-" + Names.anchor(row.suite().id()),
                Names.suite(row.suite()),
                row.ratio().metric(),
                row.ours().map(row::value).orElse("–"),
                Names.library(row.ratio().peer()),
                Names.type(row.ratio().peer()),
                row.peer().map(row::value).orElse("–"),
                Figures.ratioSpread(
                        row.ratio().median(), row.ratio().min(), row.ratio().max()),
                row.floorAndGoal(),
                row.standing(),
                both(row, PageBuilder::fairness),
                both(row, contender -> Figures.bytesPerOp(contender.allocBytesPerOp())),
                row.ratio().verdict());
    }

    private static PageView.FigureRow figureRow(Figure figure) {
        String standing = figure.standing();
        return new PageView.FigureRow(
                figure.title(),
                figure.values().isEmpty()
                        ? "–"
                        : figure.values().size() == 1
                                ? Figures.withUnit(figure.median(), figure.unit())
                                : Figures.spread(
                                        figure.median(),
                                        figure.values().stream()
                                                .min(Double::compare)
                                                .orElseThrow(),
                                        figure.values().stream()
                                                .max(Double::compare)
                                                .orElseThrow(),
                                        figure.unit()),
                mark(figure.floor(), figure.unit()) + " / " + mark(figure.goal(), figure.unit()),
                standing,
                standing.equals(Verdicts.FAILED) || standing.equals(Verdicts.BELOW)
                        ? Verdicts.FAILED
                        : standing.equals(Verdicts.GOAL) ? "ahead" : "level",
                figure.toBeat().isEmpty() ? "–" : figure.toBeat(),
                figure.remark());
    }

    private static String mark(@Nullable Double mark, String unit) {
        return mark == null ? "–" : Figures.withUnit(mark, unit);
    }

    /** Ours beside the peer's; once when neither was measured. */
    private static String both(Comparison row, Function<Contender, String> figure) {
        String ours = row.ours().map(figure).orElse("–");
        String peer = row.peer().map(figure).orElse("–");
        return ours.equals(peer) ? ours : ours + ", peer " + peer;
    }

    private static PageView.SuiteView suite(Suite suite) {
        List<PageView.ContenderRow> rows = new ArrayList<>();
        suite.contenders().forEach(contender -> rows.add(contender(suite, contender, "")));
        suite.others().forEach(contender -> rows.add(contender(suite, contender, "weaker idle choice")));
        return new PageView.SuiteView(
                "suite-" + Names.anchor(suite.id()),
                Names.suite(suite),
                suite.queue() + ", " + suite.shape() + ", " + suite.kind() + ", in " + suite.unit() + ", "
                        + (suite.higherIsBetter() ? "more is better" : "less is better"),
                suite.note(),
                rows,
                suite.ratios().stream()
                        .map(ratio -> new PageView.PeerRow(
                                ratio.peer(),
                                ratio.metric(),
                                Figures.ratioSpread(ratio.median(), ratio.min(), ratio.max()),
                                ratio.verdict()))
                        .toList());
    }

    private static PageView.ContenderRow contender(Suite suite, Contender contender, String remark) {
        return new PageView.ContenderRow(
                Names.contender(contender),
                contender.ours(),
                Figures.spread(contender.median(), contender.min(), contender.max(), suite.unit()),
                Forks.counted(contender) + " of " + contender.forks().size(),
                Figures.bytesPerOp(contender.allocBytesPerOp()),
                fairness(contender),
                remark);
    }

    /** One thread a side has nobody to share with. */
    private static String fairness(Contender contender) {
        return contender.fairness() >= 0 && !FairnessPicture.severalThreads(contender)
                ? "one thread a side"
                : Figures.share(contender.fairness());
    }

    private Stream<Fork> forks() {
        return run.suites().stream()
                .flatMap(suite -> Stream.concat(suite.contenders().stream(), suite.others().stream()))
                .flatMap(contender -> contender.forks().stream());
    }

    private List<PageView.DisturbedRow> disturbed() {
        List<PageView.DisturbedRow> rows = new ArrayList<>();
        for (Suite suite : run.suites()) {
            Stream.concat(suite.contenders().stream(), suite.others().stream())
                    .forEach(contender -> contender.forks().stream()
                            .filter(Fork::disturbed)
                            .forEach(fork -> rows.add(new PageView.DisturbedRow(
                                    Names.suite(suite),
                                    Names.contender(contender),
                                    Integer.toString(fork.round()),
                                    Figures.withUnit(fork.value(), suite.unit()),
                                    fork.reason(),
                                    Forks.counts(contender, fork)
                                            ? "it counts: its repeat was disturbed too"
                                            : "its repeat counts"))));
        }
        return rows;
    }

    private List<PageView.Fact> machine() {
        Machine machine = run.machine();
        String threads = machine.threadsPerCore() > 0 ? ", " + machine.threadsPerCore() + " per core" : "";
        return List.of(
                new PageView.Fact("Processor", machine.cpu()),
                new PageView.Fact("Logical processors", machine.cores() + threads),
                new PageView.Fact("Memory", Figures.bytes(machine.memoryBytes())),
                new PageView.Fact("System", machine.os() + ", kernel " + machine.kernel()),
                new PageView.Fact("Virtualisation", machine.virtualisation()),
                new PageView.Fact("JDK", machine.jdk()),
                new PageView.Fact("Virtual machine", machine.vm()),
                new PageView.Fact("Flags of every fork", String.join(" ", machine.jvmFlags())),
                new PageView.Fact(
                        "Load before the run",
                        machine.loadBefore() < 0
                                ? "unknown"
                                : Figures.significant(machine.loadBefore()) + " (average of the last minute)"),
                new PageView.Fact("Pinning", (machine.pinned() ? "yes: " : "no: ") + machine.pinning()),
                new PageView.Fact("Began", run.started()),
                new PageView.Fact("Ended", run.finished()),
                new PageView.Fact("Mode", Form.of(run).name()),
                new PageView.Fact("Commit", run.commit() + (run.dirty() ? " with uncommitted changes" : "")));
    }
}
