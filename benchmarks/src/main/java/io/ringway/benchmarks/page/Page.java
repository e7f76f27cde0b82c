package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the page of a run: {@code index.html} and its pictures, beside {@code run.json}. */
@Command(name = "page", description = "Writes the results page of a run again, from its run.json.")
public final class Page implements Callable<Integer> {

    private static final String RUN = "run.json";
    private static final String CORRECTNESS = "correctness";
    private static final String INDEX = "index.html";

    @Parameters(
            paramLabel = "RESULT_DIR",
            description = "Folder with run.json, and with correctness/*.json if there is any.")
    private Path dir = Path.of(".");

    @Option(
            names = "--correctness",
            paramLabel = "DIR",
            description = "Folder with jcstress.json and lincheck.json; they are copied to RESULT_DIR/correctness.")
    private @Nullable Path correctness;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Folder of all runs, whose list (index.html) is to be written too.")
    private @Nullable Path results;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private Page() {}

    /**
     * Writes the page again.
     *
     * @param args the folder of the run, and options
     */
    public static void main(String[] args) {
        System.exit(command().execute(args));
    }

    static CommandLine command() {
        return new CommandLine(new Page()).setExecutionExceptionHandler((e, line, parsed) -> {
            if (!(e instanceof IOException)) {
                throw e;
            }
            line.getErr().println(e.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    @Override
    public Integer call() throws IOException {
        Path file = dir.resolve(RUN);
        if (!Files.exists(file)) {
            throw new IOException("there is no " + file + "; a run of the comparison writes it");
        }
        if (correctness != null) {
            copyCorrectness(correctness, dir.resolve(CORRECTNESS));
        }
        write(Json.run(file), dir);
        if (results != null) {
            ResultsIndex.write(results);
        }
        Objects.requireNonNull(spec)
                .commandLine()
                .getOut()
                .println(dir.resolve(INDEX).toAbsolutePath().normalize());
        return CommandLine.ExitCode.OK;
    }

    /**
     * Writes index.html and the pictures. What JCStress and Lincheck found is taken from the folder {@code correctness}
     * in it, when it is there.
     *
     * @param run what was measured
     * @param dir folder to write to; it is made when it does not exist
     * @throws IOException when the folder cannot be written or a report in it cannot be read
     */
    public static void write(Run run, Path dir) throws IOException {
        Files.createDirectories(dir);
        PageView view = new PageBuilder(run, Correctness.read(dir.resolve(CORRECTNESS))).view();
        PageView.Wide overview = view.overview();
        if (overview != null) {
            overview.desk().writeTo(dir);
            overview.phone().writeTo(dir);
        }
        for (Picture picture : Stream.of(view.latency(), view.scaling(), view.forks(), view.fairness())
                .flatMap(List::stream)
                .toList()) {
            picture.writeTo(dir);
        }
        Files.writeString(dir.resolve(INDEX), PageViewRenderer.of().execute(view));
    }

    /**
     * Takes over what the stress tests have found, as far as it is there, and writes the page.
     *
     * @param run what was measured
     * @param dir folder to write to; it is made when it does not exist
     * @param correctness folder where the stress tests leave {@code jcstress.json} and {@code lincheck.json}
     * @throws IOException when the folder cannot be written or a report cannot be read
     */
    public static void write(Run run, Path dir, Path correctness) throws IOException {
        copyCorrectness(correctness, dir.resolve(CORRECTNESS));
        write(run, dir);
    }

    private static void copyCorrectness(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : List.of("jcstress.json", "lincheck.json")) {
            Path file = from.resolve(name);
            if (Files.exists(file)) {
                Files.copy(file, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
