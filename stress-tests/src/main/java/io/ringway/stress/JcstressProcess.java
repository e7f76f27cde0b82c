package io.ringway.stress;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of JCStress in a JVM of its own, which is stopped with all its children if nothing comes of it any more. */
final class JcstressProcess {

    /** The exit code of a run that had to be stopped. */
    static final int STOPPED = -1;

    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(15);

    /**
     * JCStress itself gives up on a hung test after half a minute, unless it hangs in a place where JCStress waits
     * without a limit.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int ENOUGH_TO_ESTIMATE = 10;
    private static final Pattern COUNTS = Pattern.compile(
            "Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs");

    private final Class<?> entry;
    private final String classPath;
    private final Path directory;

    /**
     * Prepares a run.
     *
     * @param entry whose {@code main} runs JCStress
     * @param classPath where JCStress and the tests are; the first list of tests on it counts
     * @param directory where the log, the results and the report go; it is made
     */
    JcstressProcess(Class<?> entry, String classPath, Path directory) {
        this.entry = entry;
        this.classPath = absolute(classPath);
        this.directory = directory;
    }

    static String described(int exitCode) {
        return exitCode == STOPPED
                ? "no sign of life and was stopped; threads.txt beside its log shows where it hangs"
                : "exit code " + exitCode;
    }

    Path log() {
        return directory.resolve("jcstress.log");
    }

    Path report() {
        return directory.resolve("report");
    }

    /**
     * Runs to the end, and tells how far it is if it takes long. Returns the exit code, or {@link #STOPPED} if nothing
     * came of it any more.
     */
    int run(List<String> options) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        List<String> command = new ArrayList<>(List.of(tool("java").toString(), "-cp", classPath, entry.getName()));
        command.addAll(options);
        command.addAll(List.of("-r", report().toAbsolutePath().toString()));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        long start = System.nanoTime();
        long lastSign = start;
        long logged = 0;
        try {
            while (!process.waitFor(PROGRESS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                if (Files.size(log()) > logged) {
                    logged = Files.size(log());
                    lastSign = now;
                } else if (now - lastSign > PATIENCE.toNanos()) {
                    dumpThreads(process);
                    return STOPPED;
                }
                System.out.println(progress(Duration.ofNanos(now - start)));
            }
            return process.exitValue();
        } finally {
            stop(process);
        }
    }

    /** Writes down where the tests hang that keep JCStress from going on. */
    private void dumpThreads(Process process) throws IOException, InterruptedException {
        Path jcmd = tool("jcmd");
        if (!Files.isExecutable(jcmd)) {
            return; // not a development kit
        }
        for (ProcessHandle child : process.descendants().toList()) {
            new ProcessBuilder(jcmd.toString(), String.valueOf(child.pid()), "Thread.print")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("threads.txt").toFile()))
                    .start()
                    .waitFor();
        }
    }

    private static Path tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    private String progress(Duration taken) throws IOException {
        Matcher counts = COUNTS.matcher(Files.readString(log(), StandardCharsets.UTF_8));
        String line = "";
        while (counts.find()) {
            long planned = Long.parseLong(counts.group(1));
            long passed = Long.parseLong(counts.group(2));
            long others = 0;
            for (int group = 3; group <= counts.groupCount(); group++) {
                others += Long.parseLong(counts.group(group));
            }
            line = passed + others + " of " + planned + " runs, " + others + " not passed";
            if (passed + others >= ENOUGH_TO_ESTIMATE) {
                // The lines of JCStress are some seconds old, so this errs on the long side.
                line += ", about "
                        + minutes(taken.multipliedBy(planned - passed - others).dividedBy(passed + others)) + " left";
            }
        }
        return "[gate] " + (line.isEmpty() ? "JCStress starts" : line);
    }

    static String minutes(Duration time) {
        return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    /** The run has a working directory of its own: JCStress leaves its results there. */
    private static String absolute(String classPath) {
        return Stream.of(classPath.split(Pattern.quote(File.pathSeparator)))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
