package io.ringway.stress;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs JCStress and decides whether the build passes.
 *
 * <p>It demands that JCStress ends with exit code 0; that every listed test which this machine has the cores for was
 * sampled and saw only allowed outcomes; and that each canary, a test of a deliberately broken queue, makes JCStress
 * fail. It writes {@code jcstress.json}.
 */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        version = "JCStress with its tests of Ringway's queues",
        sortOptions = false,
        description = "Runs JCStress and decides whether the build passes. Maven calls it in verify.")
public final class Gate implements Callable<Integer> {

    /** The list of tests, where JCStress looks for it. */
    private static final String TEST_LIST = "META-INF/TestList";

    /** For one test of a broken queue; its fault shows within a second. */
    private static final int CANARY_SECONDS = 3;

    /** A word, or words between quotes. */
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|\\S+");

    /** How long JCStress runs. */
    enum Mode {
        SHORT,
        FULL
    }

    @Option(
            names = "--mode",
            required = true,
            paramLabel = "short|full",
            description =
                    "short: each test in one configuration, bounded in time. full: in all configurations, and the "
                            + "outcome is published; a run that was broken off goes on.")
    private Mode mode = Mode.SHORT;

    @Option(
            names = "--seconds",
            required = true,
            paramLabel = "N",
            description = "For a short run: what JCStress may take.")
    private int seconds;

    private List<String> jcstress = List.of();

    @Option(
            names = "--canaries",
            required = true,
            paramLabel = "DIR",
            description = "The classes of the broken queues, with a list of tests of their own.")
    private Path canaries = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where everything is written.")
    private Path out = Path.of("");

    @Option(names = "--results", required = true, paramLabel = "DIR", description = "Where a full run is published.")
    private Path results = Path.of("");

    private final int cores = Runtime.getRuntime().availableProcessors();

    /**
     * Runs the gate, and ends the JVM: with exit code 0 if the build passes, 1 if it does not, 2 for a bad option.
     *
     * @param args options, see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(commandLine(new Gate()).execute(args));
    }

    static CommandLine commandLine(Gate gate) {
        return new CommandLine(gate).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Option(
            names = "--jcstress",
            paramLabel = "OPTIONS",
            description = "For a full run: options of JCStress in one argument, those with blanks between quotes.")
    void jcstress(String line) {
        jcstress = ARGUMENT.matcher(line)
                .results()
                .map(found -> found.group(1) == null ? found.group() : found.group(1))
                .toList();
    }

    List<String> jcstress() {
        return jcstress;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return passes() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean passes() throws IOException, InterruptedException {
        List<Listed> listed = Results.listed();
        List<String> runnable = listed.stream()
                .filter(test -> test.actors() <= cores)
                .map(Listed::name)
                .toList();
        List<Path> directories;
        int exitCode;
        if (mode == Mode.FULL) {
            FullRun full =
                    FullRun.in(System.getProperty("java.class.path"), out.resolve("jcstress-full"), jcstress, runnable);
            exitCode = full.run();
            directories = full.directories();
        } else {
            Path directory = Directories.fresh(out.resolve("jcstress"));
            JcstressProcess process =
                    new JcstressProcess(ShortRun.class, System.getProperty("java.class.path"), directory);
            say("JCStress: " + runnable.size() + " tests on " + cores + " cores, about "
                    + JcstressProcess.minutes(Duration.ofSeconds(seconds)) + "; its output is in "
                    + process.log());
            exitCode = process.run(shortRun(seconds));
            directories = List.of(directory);
        }

        Map<String, Observed> observed = Results.observed(directories);
        Verdict verdict = Verdict.of(exitCode, listed, observed, canaries(), cores);
        Path json = out.resolve("jcstress.json");
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), verdict.rows());
        Path page = out.resolve("jcstress.html");
        Files.writeString(page, Page.of(verdict, observed), StandardCharsets.UTF_8);
        report(verdict);
        if (mode == Mode.FULL) {
            Publication publication = Publication.in(results);
            publication.publish(List.of(json, page, out.resolve("lincheck.json")));
            say("published: " + publication.directory());
        }
        return verdict.passed();
    }

    /** Few states at a time in a small heap: in a run this short, touching memory would take longer than the races. */
    private static List<String> shortRun(int seconds) {
        return List.of(
                String.valueOf(seconds),
                "-pth",
                "false",
                "-hs",
                "64",
                "-strideCount",
                "8",
                "-jvmArgs",
                "-XX:+UseSerialGC");
    }

    /** Runs each canary apart from the tests and from the others: one that is found must not hide one that is not. */
    private List<Canary> canaries() throws IOException, InterruptedException {
        // The canaries' classes first: JCStress takes the first list of tests on the class path.
        String classPath = this.canaries + File.pathSeparator + System.getProperty("java.class.path");
        List<Canary> canaries = new ArrayList<>();
        for (String name : Results.names(this.canaries.resolve(TEST_LIST))) {
            Path directory = Directories.fresh(out.resolve("canaries").resolve(name));
            List<String> chosen = new ArrayList<>(shortRun(CANARY_SECONDS));
            chosen.addAll(List.of("-t", "^" + Pattern.quote(name) + "$"));
            int exitCode = new JcstressProcess(ShortRun.class, classPath, directory).run(chosen);
            Canary canary = new Canary(name, exitCode, Results.samples(directory));
            say("canary " + name + (canary.found() ? ": found" : ": NOT found"));
            canaries.add(canary);
        }
        return canaries;
    }

    private void report(Verdict verdict) {
        for (TestRow row : verdict.rows()) {
            if (row.is(TestRow.NOT_RUN)) {
                say(TestRow.NOT_RUN + " (" + row.reason() + "): " + row.test());
            }
        }
        say("JCStress: " + verdict.count(TestRow.PASSED) + " passed, " + verdict.count(TestRow.FAILED) + " failed, "
                + verdict.count(TestRow.NOT_RUN) + " not run here, " + verdict.samples() + " samples in "
                + verdict.configurations() + " configurations");
        for (String problem : verdict.problems()) {
            say("FAILED " + problem);
        }
    }

    static void say(String line) {
        System.out.println("[gate] " + line);
    }
}
