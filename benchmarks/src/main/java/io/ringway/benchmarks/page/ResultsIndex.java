package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list of all published runs, newest first. */
public final class ResultsIndex {

    private ResultsIndex() {}

    /**
     * Writes index.html.
     *
     * @param results folder that holds a folder for each run; those without run.json are not runs
     * @throws IOException when it cannot be written or a run cannot be read
     */
    public static void write(Path results) throws IOException {
        List<Found> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(results)) {
            for (Path folder : folders.sorted().toList()) {
                Path file = folder.resolve("run.json");
                if (Files.exists(file)) {
                    found.add(new Found(folder.getFileName().toString(), Json.run(file)));
                }
            }
        }
        found.sort(Comparator.comparing(
                        (Found run) -> OffsetDateTime.parse(run.run().started()).toInstant())
                .reversed());
        IndexView view = new IndexView(found.stream().map(ResultsIndex::entry).toList(), regressions(found));
        Files.writeString(results.resolve("index.html"), IndexViewRenderer.of().execute(view));
    }

    /**
     * The newest run of each machine, JDK and mode against the last one before it that compared the same. A run of
     * figures alone takes no part: the run of everything before it would no longer be set against anything.
     */
    private static List<IndexView.Regression> regressions(List<Found> newestFirst) {
        Map<List<Object>, List<Found>> alike = newestFirst.stream()
                .filter(found -> !Comparison.all(found.run()).isEmpty())
                .collect(Collectors.groupingBy(
                        found -> Change.conditions(found.run()), LinkedHashMap::new, Collectors.toList()));
        return alike.values().stream()
                .flatMap(runs -> runs.stream()
                        .skip(1)
                        .map(before -> regression(runs.get(0), before))
                        .filter(regression -> !regression.changes().isEmpty())
                        .limit(1))
                .toList();
    }

    private static IndexView.Regression regression(Found now, Found before) {
        return new IndexView.Regression(entry(now), entry(before), Change.between(before.run(), now.run()));
    }

    private static IndexView.Entry entry(Found found) {
        Run run = found.run();
        List<Comparison> comparisons = Comparison.all(run);
        return new IndexView.Entry(
                found.folder() + "/index.html",
                run.started(),
                run.machine().cpu() + ", " + run.machine().cores() + " logical processors",
                run.machine().jdk(),
                run.commit() + (run.dirty() ? " with uncommitted changes" : ""),
                Form.of(run).name(),
                comparisons.isEmpty() ? Verdicts.figures(run.figures()) : Verdicts.counts(comparisons));
    }

    private record Found(String folder, Run run) {}
}
