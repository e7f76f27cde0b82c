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
import java.util.regex.Pattern;

/**
 * Runs JCStress and decides whether the build passes.
 *
 * <p>It demands that JCStress ends with exit code 0; that every listed test which this machine has the cores for was
 * sampled and saw only allowed outcomes; and that each canary, a test of a deliberately broken queue, makes JCStress
 * fail. It writes {@code jcstress.json}.
 */
public final class Gate {

    /** The list of tests, where JCStress looks for it. */
    private static final String TEST_LIST = "META-INF/TestList";

    /** For one test of a broken queue; its fault shows within a second. */
    private static final int CANARY_SECONDS = 3;

    private final GateOptions options;
    private final int cores = Runtime.getRuntime().availableProcessors();

    private Gate(GateOptions options) {
        this.options = options;
    }

    /**
     * Runs the gate.
     *
     * @param args {@code --name=value}, see {@link GateOptions}
     * @throws Exception if it cannot run
     */
    public static void main(String[] args) throws Exception {
        if (!new Gate(GateOptions.parse(args)).passes()) {
            System.exit(1);
        }
    }

    private boolean passes() throws IOException, InterruptedException {
        List<Listed> listed = Results.listed();
        List<String> runnable = listed.stream()
                .filter(test -> test.actors() <= cores)
                .map(Listed::name)
                .toList();
        List<Path> directories;
        int exitCode;
        if (options.full()) {
            FullRun full = FullRun.in(
                    System.getProperty("java.class.path"),
                    options.out().resolve("jcstress-full"),
                    options.jcstress(),
                    runnable);
            exitCode = full.run();
            directories = full.directories();
        } else {
            Path directory = Directories.fresh(options.out().resolve("jcstress"));
            JcstressProcess jcstress =
                    new JcstressProcess(ShortRun.class, System.getProperty("java.class.path"), directory);
            say("JCStress: " + runnable.size() + " tests on " + cores + " cores, about "
                    + JcstressProcess.minutes(Duration.ofSeconds(options.seconds())) + "; its output is in "
                    + jcstress.log());
            exitCode = jcstress.run(shortRun(options.seconds()));
            directories = List.of(directory);
        }

        Map<String, Observed> observed = Results.observed(directories);
        Verdict verdict = Verdict.of(exitCode, listed, observed, canaries(), cores);
        Path json = options.out().resolve("jcstress.json");
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), verdict.rows());
        Path page = options.out().resolve("jcstress.html");
        Files.writeString(page, Page.of(verdict, observed), StandardCharsets.UTF_8);
        report(verdict);
        if (options.full()) {
            Publication publication = Publication.in(options.results());
            publication.publish(List.of(json, page, options.out().resolve("lincheck.json")));
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
        String classPath = options.canaries() + File.pathSeparator + System.getProperty("java.class.path");
        List<Canary> canaries = new ArrayList<>();
        for (String name : Results.names(options.canaries().resolve(TEST_LIST))) {
            Path directory = Directories.fresh(options.out().resolve("canaries").resolve(name));
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
