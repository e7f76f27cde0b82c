package io.ringway.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ringway.benchmarks.model.Run;
import io.ringway.benchmarks.page.Page;
import io.ringway.benchmarks.page.ResultsIndex;
import io.ringway.benchmarks.runner.Comparison;
import io.ringway.benchmarks.runner.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs our queues against their peers, fork by fork, and writes the report. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        version = "results of format " + Run.SCHEMA,
        sortOptions = false,
        description = "Runs Ringway's queues against their peers, fork by fork, and writes the report.")
public final class Compare implements Callable<Integer> {

    private static final String STRESS_REPORTS = "stress-tests/target/correctness";

    @Option(
            names = "--mode",
            defaultValue = "quick",
            paramLabel = "quick|full",
            description =
                    "quick: the strongest peers, a few minutes. full: all peers, both idle choices, at least five rounds.")
    private String mode = "quick";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SUITE",
            description = "Only suites whose name begins so; several with commas. Such a run is not published.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Another number of rounds. Such a run is not published.")
    private int rounds;

    @Option(names = "--no-pin", description = "Leave it to the system on which processors the threads run.")
    private boolean unpinned;

    @Option(
            names = "--root",
            defaultValue = ".",
            paramLabel = "DIR",
            description = "Top of the work tree. Default: the current directory.")
    private Path root = Path.of(".");

    @Option(names = "--list", description = "Print the names of the suites and end.")
    private boolean list;

    private final PrintStream out;

    private Compare(PrintStream out) {
        this.out = out;
    }

    /**
     * The command line.
     *
     * @param args options, see {@code --help}
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Compare(out))
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    if (exception instanceof IllegalArgumentException) {
                        line.getErr().println(exception.getMessage());
                        return CommandLine.ExitCode.USAGE;
                    }
                    throw exception;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            Comparison.suites().forEach(out::println);
            return CommandLine.ExitCode.OK;
        }
        if (unpinned) {
            System.setProperty(Pinning.PROPERTY, "false");
        }
        // Another JMH on this machine is a disturbance like any other: noticed and reported, no reason to refuse.
        System.setProperty("jmh.ignoreLock", "true");
        List<String> suites = only.stream().filter(name -> !name.isBlank()).toList();
        Comparison comparison = new Comparison(settings(suites), suites, out, System.console() != null);
        Path results = Files.createDirectories(root.resolve("benchmarks/target/results"));
        Path scratch = Files.createTempDirectory("ringway-benchmarks");
        Path log = results.resolve("forks.log");
        Files.deleteIfExists(log);
        Run run = comparison.run(root, command(suites), log, scratch);
        boolean published = run.mode().equals("full");
        Path parent = published ? root.resolve("results") : results;
        Path folder = Files.createDirectories(parent.resolve(run.id()));
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("run.json").toFile(), run);
        out.println();
        out.print(Comparison.table(run));
        comparison.failures().forEach(failure -> out.println("FAILED " + failure));
        Page.write(run, folder, root.resolve(STRESS_REPORTS));
        if (published) {
            ResultsIndex.write(parent);
        }
        out.println(folder.resolve("index.html").toAbsolutePath().normalize());
        return comparison.failures().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Settings settings(List<String> suites) {
        Settings settings = Settings.of(mode);
        if (rounds > 0) {
            return settings.withRounds(rounds);
        }
        return suites.isEmpty() ? settings : settings.custom();
    }

    private String command(List<String> suites) {
        StringBuilder command = new StringBuilder("mvn -Pbench verify");
        if (!mode.equals("quick")) {
            command.append(" -Dbench=").append(mode);
        }
        if (!suites.isEmpty()) {
            command.append(" -Dbench.only=").append(String.join(",", suites));
        }
        if (rounds > 0) {
            command.append(" -Dbench.rounds=").append(rounds);
        }
        return command.toString();
    }
}
