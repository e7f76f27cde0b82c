package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Figure;
import io.ringway.benchmarks.model.Fork;
import io.ringway.benchmarks.model.Machine;
import io.ringway.benchmarks.model.Point;
import io.ringway.benchmarks.model.Ratio;
import io.ringway.benchmarks.model.Run;
import io.ringway.benchmarks.model.Suite;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Results that nobody measured. */
final class Fixture {

    private Fixture() {}

    /** A run of the size of a real one; every figure in it is made up. */
    static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(Fixture.class.getResource("made-up-run"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Run run() throws IOException {
        return Json.run(folder().resolve("run.json"));
    }

    /** Copies the run, with what JCStress and Lincheck found, to a folder that may be written to. */
    static Path copyTo(Path dir) throws IOException {
        Files.createDirectories(dir.resolve("correctness"));
        for (String name : List.of("run.json", "correctness/jcstress.json", "correctness/lincheck.json")) {
            Files.copy(folder().resolve(name), dir.resolve(name));
        }
        return dir;
    }

    static Run runOf(List<Suite> suites) {
        return runOf(suites, List.of());
    }

    static Run runOf(List<Suite> suites, List<Figure> figures) {
        Machine machine = new Machine(
                "made-up", 2, 0, 0, "made-up", "made-up", "none", "17", "made-up", List.of(), -1, false, "made-up");
        return new Run(
                Run.SCHEMA,
                "made-up",
                "2001-02-03T04:05:06Z",
                "2001-02-03T04:06:06Z",
                "quick",
                "0000000",
                false,
                "mvn -Pbench verify",
                machine,
                "",
                suites,
                figures);
    }

    /** A suite in which everything that has a name has this one. */
    static Suite suiteNamed(String name) {
        Fork fork = new Fork(1, 2, false, name, List.of(0.5, 0.5), List.of(1.0), List.of());
        List<Point> percentiles = List.of(new Point(50, 100), new Point(99, 1000), new Point(100, 5000));
        Contender ours = new Contender(name, true, name, List.of(fork), 2, 2, 2, 0, percentiles, List.of(), 1);
        Contender peer = new Contender(name + "2", false, name, List.of(fork), 1, 1, 1, 0, percentiles, List.of(), 1);
        return new Suite(
                name,
                name,
                name,
                "2p1c",
                name,
                name,
                true,
                true,
                null,
                null,
                List.of(ours, peer),
                List.of(),
                List.of(new Ratio(name + "2", "throughput", 2, 2, 2, "ahead", true)),
                name);
    }

    static Figure figureOf(String title, boolean higherIsBetter, Double... values) {
        return new Figure(
                "made-up",
                title,
                "messages/s",
                higherIsBetter,
                List.of(values),
                100.0,
                200.0,
                "half of it",
                "java -jar made-up.jar",
                values.length == 0 ? "it did not end" : "");
    }

    static Suite suiteWith(List<Contender> contenders, List<Ratio> ratios) {
        return new Suite(
                "made-up",
                "Made up",
                "MpmcQueue",
                "1p1c",
                "throughput",
                "M transfers/s",
                true,
                false,
                1.0,
                2.0,
                contenders,
                List.of(),
                ratios,
                "");
    }
}
