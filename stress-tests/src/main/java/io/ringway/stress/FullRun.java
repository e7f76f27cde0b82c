package io.ringway.stress;

import java.io.File;
import java.io.IOException;
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
import java.util.stream.IntStream;
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

    private final String classPath;
    private final Path directory;
    private final List<String> options;
    private final List<List<String>> parts;

    private FullRun(String classPath, Path directory, List<String> options, List<List<String>> parts) {
        this.classPath = classPath;
        this.directory = directory;
        this.options = options;
        this.parts = parts;
    }

    /**
     * Prepares a run.
     *
     * @param classPath where JCStress and the tests are
     * @param parent where its parts go; what other tests or options left there is removed
     * @param options of JCStress
     * @param tests the names of the tests
     */
    static FullRun in(String classPath, Path parent, List<String> options, List<String> tests) throws IOException {
        Path directory = parent.resolve(key(classPath, options));
        if (!Files.exists(directory)) {
            Directories.fresh(parent);
        }
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < tests.size(); from += TESTS_IN_A_PART) {
            parts.add(tests.subList(from, Math.min(from + TESTS_IN_A_PART, tests.size())));
        }
        return new FullRun(classPath, directory, options, parts);
    }

    /** Returns the numbers of the parts that have not passed yet. */
    List<Integer> left() {
        return IntStream.range(0, parts.size())
                .filter(part -> !hasPassed(part))
                .boxed()
                .toList();
    }

    /** Runs what is left. Returns 0, or the exit code of the last part that failed. */
    int run() throws IOException, InterruptedException {
        List<Integer> left = left();
        Gate.say("JCStress with all configurations, options " + String.join(" ", options) + ": " + left.size() + " of "
                + parts.size() + " parts to run; they are in " + directory);
        int failure = 0;
        long start = System.nanoTime();
        for (int done = 0; done < left.size(); done++) {
            int exitCode = run(left.get(done));
            failure = exitCode == 0 ? failure : exitCode;
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            Gate.say("part " + (done + 1) + " of " + left.size() + (hasPassed(left.get(done)) ? " passed" : " FAILED")
                    + ", about "
                    + JcstressProcess.minutes(
                            taken.multipliedBy(left.size() - done - 1).dividedBy(done + 1)) + " left for the others");
        }
        return failure;
    }

    private boolean hasPassed(int part) {
        return Files.exists(directory(part).resolve(PASSED));
    }

    private int run(int part) throws IOException, InterruptedException {
        Path place = Directories.fresh(directory(part));
        List<String> chosen = new ArrayList<>(options);
        chosen.add("-t");
        chosen.add(parts.get(part).stream().map(Pattern::quote).collect(Collectors.joining("|", "^(", ")$")));
        int exitCode = new JcstressProcess(Main.class, classPath, place).run(chosen);
        // JCStress ends well, too, when it knows none of the tests.
        if (exitCode == 0 && Results.recorded(place).containsAll(parts.get(part))) {
            Files.createFile(place.resolve(PASSED));
        }
        return exitCode;
    }

    /** Where the results are. */
    List<Path> directories() {
        return IntStream.range(0, parts.size()).mapToObj(this::directory).toList();
    }

    private Path directory(int part) {
        return directory.resolve("part-" + part);
    }

    /** Names a run by all that it depends on: the tests, what they test, the options and the JVM. */
    private static String key(String classPath, List<String> options) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java platform has it
        }
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator))) {
            try (Stream<Path> files = Files.walk(Path.of(entry))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
        digest.update(String.join(" ", options).getBytes(StandardCharsets.UTF_8));
        digest.update(System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
