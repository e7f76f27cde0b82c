package io.ringway.stress;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jcstress.Main;

/**
 * JCStress with all its configurations: each way to compile each actor, in each JVM that it knows.
 *
 * <p>That takes hours, so it runs in parts, and one that was interrupted goes on where it was: a part that has passed
 * is not run again with the same tests and the same options.
 */
final class FullRun {

    /** Enough tests that what JCStress does at its start does not count, some minutes at the most. */
    private static final int TESTS_IN_A_PART = 12;

    /** Is in the directory of a part that has passed. */
    private static final String PASSED = "passed";

    private final Path directory;
    private final List<String> options;
    private final List<List<String>> parts;

    private FullRun(Path directory, List<String> options, List<List<String>> parts) {
        this.directory = directory;
        this.options = options;
        this.parts = parts;
    }

    /**
     * Prepares a run.
     *
     * @param parent where its parts go; what other tests or options left there is removed
     * @param options of JCStress
     * @param tests the names of the tests
     */
    static FullRun in(Path parent, List<String> options, List<String> tests) throws IOException {
        Path directory = parent.resolve(key(options));
        if (!Files.exists(directory)) {
            Directories.fresh(parent);
        }
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < tests.size(); from += TESTS_IN_A_PART) {
            parts.add(tests.subList(from, Math.min(from + TESTS_IN_A_PART, tests.size())));
        }
        return new FullRun(directory, options, parts);
    }

    /** Runs what has not passed yet. Returns 0, or the exit code of the last part that failed. */
    int run() throws IOException, InterruptedException {
        List<Integer> left = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            if (!Files.exists(directory(part).resolve(PASSED))) {
                left.add(part);
            }
        }
        Gate.say("JCStress with all configurations, options " + String.join(" ", options) + ": " + left.size() + " of "
                + parts.size() + " parts to run; they are in " + directory);
        int failure = 0;
        long start = System.nanoTime();
        for (int done = 0; done < left.size(); done++) {
            int exitCode = run(left.get(done));
            failure = exitCode == 0 ? failure : exitCode;
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            Gate.say("part " + (done + 1) + " of " + left.size() + (exitCode == 0 ? " passed" : " FAILED") + ", about "
                    + JcstressProcess.minutes(
                            taken.multipliedBy(left.size() - done - 1).dividedBy(done + 1)) + " left for the others");
        }
        return failure;
    }

    private int run(int part) throws IOException, InterruptedException {
        Path place = Directories.fresh(directory(part));
        List<String> chosen = new ArrayList<>(options);
        chosen.add("-t");
        chosen.add(parts.get(part).stream().map(Pattern::quote).collect(Collectors.joining("|", "^(", ")$")));
        int exitCode = new JcstressProcess(Main.class, System.getProperty("java.class.path"), place).run(chosen);
        if (exitCode == 0) {
            Files.createFile(place.resolve(PASSED));
        }
        return exitCode;
    }

    /** Where the results are. */
    List<Path> directories() {
        return Stream.iterate(0, part -> part + 1)
                .limit(parts.size())
                .map(this::directory)
                .toList();
    }

    private Path directory(int part) {
        return directory.resolve("part-" + part);
    }

    /** Names a run by all that it depends on: the tests, what they test, the options and the JVM. */
    private static String key(List<String> options) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java platform has it
        }
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator))) {
            try (InputStream in = Files.newInputStream(Path.of(entry))) {
                digest.update(in.readAllBytes());
            }
        }
        digest.update(String.join(" ", options).getBytes(StandardCharsets.UTF_8));
        digest.update(System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
