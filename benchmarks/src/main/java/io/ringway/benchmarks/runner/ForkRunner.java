package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.ForkSettings;
import io.ringway.benchmarks.HandOver;
import io.ringway.benchmarks.LatencyBenchmark;
import io.ringway.benchmarks.Pinning;
import io.ringway.benchmarks.model.Point;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs one fork through JMH and reads what it measured. */
final class ForkRunner {

    private static final double BYTES_PER_MEGABYTE = 1024 * 1024;
    private static final Duration HANG = Duration.ofSeconds(60);

    /** From this version on, the JDK warns of what JCTools and others do unless told that it is known. */
    private static final int JDK_THAT_WARNS_OF_UNSAFE = 24;

    /** What Chronicle Queue looks into, as its documentation lists it. Only its own forks get it. */
    private static final List<String> CHRONICLE_FLAGS = List.of(
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true");

    /** For what has no tag. */
    static final String ALL_TIMES = "";

    private final Settings settings;
    private final Path log;
    private final Path scratch;

    /**
     * Makes a runner.
     *
     * @param log takes JMH's output of all forks
     * @param scratch takes files that only live for one fork
     */
    ForkRunner(Settings settings, Path log, Path scratch) {
        this.settings = settings;
        this.log = log;
        this.scratch = scratch;
    }

    /** The flags that every fork gets. */
    static List<String> flags() {
        List<String> flags = new ArrayList<>(
                List.of(ForkSettings.class.getAnnotation(Fork.class).jvmArgsAppend()));
        if (Runtime.version().feature() >= JDK_THAT_WARNS_OF_UNSAFE) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }

    Outcome run(Cell cell) throws RunnerException, IOException {
        Path histogram = scratch.resolve("latency.hlog");
        Path output = scratch.resolve("jmh.log");
        Files.deleteIfExists(histogram);
        Optional<CpuTime> before = CpuTime.now();
        Collection<RunResult> results;
        try {
            results = new Runner(options(cell, output, histogram)).run();
        } finally {
            append(cell, output);
        }
        Optional<CpuTime> after = CpuTime.now();
        if (results.size() != 1) {
            throw new RunnerException("JMH ran " + results.size() + " benchmarks for " + cell.describe());
        }
        String disturbance =
                before.isPresent() && after.isPresent() ? Disturbance.between(before.get(), after.get()) : "";
        return read(cell, results.iterator().next(), histogram, disturbance);
    }

    private org.openjdk.jmh.runner.options.Options options(Cell cell, Path output, Path histogram) {
        Question question = cell.question();
        List<String> flags = new ArrayList<>(flags());
        flags.add("-D" + LatencyBenchmark.FILE_PROPERTY + "=" + histogram);
        flags.add("-D" + Pinning.PROPERTY + "=" + System.getProperty(Pinning.PROPERTY, "true"));
        if (question.kind().isPath()) {
            // A broker has threads of its own, and seconds later would have stopped by itself.
            flags.add("-Djmh.shutdownTimeout=0");
        }
        if (question.kind() == Kind.LATENCY) {
            flags.add("-XX:CompileCommand=quiet");
            flags.add("-XX:CompileCommand=exclude," + loopOfJmh(question.benchmark()));
        }
        if (cell.contender().startsWith("chronicle.")) {
            flags.addAll(CHRONICLE_FLAGS);
        }
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(ForkSettings.class.getPackageName() + "." + question.benchmark()) + "$")
                .param("queue", cell.contender())
                .forks(1)
                .warmupForks(0)
                .warmupIterations(Settings.WARMUP_ITERATIONS)
                .warmupTime(millis(settings.warmup(question).dividedBy(Settings.WARMUP_ITERATIONS)))
                .measurementIterations(settings.iterations(question))
                .measurementTime(millis(settings.iteration(question)))
                .timeout(millis(HANG))
                .jvmArgsAppend(flags.toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .addProfiler(HandOver.class)
                .shouldFailOnError(true)
                .output(output.toString());
        if (!cell.idle().isEmpty()) {
            options.param("idle", cell.idle());
        }
        return options.build();
    }

    /**
     * JMH's method around the measured loop. It is so long that the compiler works on it for 200 ms, begins with it in
     * the middle of the measurement, and takes its slices from the measured threads, which occupy all processors. The
     * measured loop is a method of its own, and is compiled.
     */
    static String loopOfJmh(String benchmark) {
        int dot = benchmark.lastIndexOf('.');
        String method = benchmark.substring(dot + 1);
        return ForkSettings.class.getPackageName() + ".jmh_generated." + benchmark.substring(0, dot) + "_" + method
                + "_jmhTest::" + method + "_Throughput";
    }

    private static TimeValue millis(Duration duration) {
        return TimeValue.milliseconds(duration.toMillis());
    }

    private void append(Cell cell, Path output) throws IOException {
        String text = Files.exists(output) ? Files.readString(output) : "";
        Files.writeString(
                log,
                "==== " + cell.describe() + System.lineSeparator() + text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static Outcome read(Cell cell, RunResult result, Path histogram, String disturbance)
            throws FileNotFoundException {
        Question question = cell.question();
        Map<String, Result> secondary = result.getSecondaryResults();
        List<Double> producers = counts(secondary, "p", question.producers());
        List<Double> consumers = counts(secondary, "c", question.producers() == 0 ? 0 : question.consumers());
        Map<String, List<Histogram>> handedOver = question.kind().hasPercentiles() ? histograms(histogram) : Map.of();
        List<Histogram> times = handedOver.getOrDefault(ALL_TIMES, List.of());
        List<Point> percentiles = times.isEmpty() ? List.of() : Percentiles.of(times);
        double raw = switch (question.kind()) {
            case THROUGHPUT, BLOCKING -> transfers(secondary);
            case BATCH, PATH, STAGE -> score(secondary, "elements");
            case PARKED -> score(secondary, "cpuNanos");
            case REMOVAL -> result.getPrimaryResult().getScore();
            case LATENCY -> Percentiles.at(percentiles, Percentiles.MEDIAN);
            case CALL -> Percentiles.at(percentiles, Assembly.TAIL);
        };
        double moved = switch (question.kind()) {
            case LATENCY -> transfers(secondary);
            case CALL -> score(secondary, "elements");
            default -> raw;
        };
        return new Outcome(
                cell,
                raw / question.perUnit(),
                question.kind() == Kind.PARKED ? -1 : allocation(secondary, moved),
                Arithmetic.shares(producers),
                Arithmetic.shares(consumers),
                percentiles,
                samples(question, result, times, handedOver),
                disturbance);
    }

    private static List<Sample> samples(
            Question question, RunResult result, List<Histogram> times, Map<String, List<Histogram>> handedOver) {
        if (!question.dependsOnDistance()) {
            return List.of();
        }
        List<Map<String, Result>> iterations = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(IterationResult::getSecondaryResults)
                .toList();
        if (question.kind() == Kind.LATENCY && times.size() != iterations.size()) {
            throw new IllegalStateException(
                    "there are latencies of " + times.size() + " iterations, and there were " + iterations.size());
        }
        List<Sample> samples = new ArrayList<>();
        for (Map<String, Result> iteration : iterations) {
            Histogram latencies = question.kind() == Kind.LATENCY ? times.get(samples.size()) : null;
            double raw = latencies != null
                    ? latencies.getValueAtPercentile(Percentiles.MEDIAN)
                    : question.kind() == Kind.BATCH ? score(iteration, "elements") : transfers(iteration);
            Map<Double, Histogram> windows = new HashMap<>();
            for (double percentile : LatencyBenchmark.OF_WINDOWS) {
                List<Histogram> values = handedOver.get(String.valueOf(percentile));
                if (values != null) {
                    windows.put(percentile, values.get(samples.size()));
                }
            }
            samples.add(new Sample(
                    raw / question.perUnit(),
                    iteration.containsKey(HandOver.BEFORE) ? score(iteration, HandOver.BEFORE) : 0,
                    iteration.containsKey(HandOver.AFTER) ? score(iteration, HandOver.AFTER) : 0,
                    latencies,
                    windows));
        }
        return samples;
    }

    /**
     * What the consumers did a second, counted by JMH between the first and the last call of each thread's measured
     * time.
     */
    private static double transfers(Map<String, Result> secondary) {
        return secondary.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith("receive") || entry.getKey().startsWith("take"))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("JMH gave no count of the consumers: " + secondary.keySet()));
    }

    private static List<Double> counts(Map<String, Result> secondary, String side, int threads) {
        List<Double> counts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            counts.add(score(secondary, side + i));
        }
        return counts;
    }

    private static double allocation(Map<String, Result> secondary, double transfersPerSecond) {
        String label = secondary.keySet().stream()
                .filter(key -> key.endsWith("gc.alloc.rate"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("JMH gave no allocation rate: " + secondary.keySet()));
        if (transfersPerSecond == 0) {
            return 0;
        }
        // The median leaves out the iteration at whose end the results are written.
        return result(secondary, label).getStatistics().getPercentile(Percentiles.MEDIAN)
                * BYTES_PER_MEGABYTE
                / transfersPerSecond;
    }

    private static double score(Map<String, Result> secondary, String label) {
        return result(secondary, label).getScore();
    }

    private static Result result(Map<String, Result> secondary, String label) {
        Result result = secondary.get(label);
        if (result == null) {
            throw new IllegalStateException("JMH gave no " + label + ": " + secondary.keySet());
        }
        return result;
    }

    /** What a fork handed over, by tag: one for each iteration, or one in all. */
    static Map<String, List<Histogram>> histograms(Path file) throws FileNotFoundException {
        Map<String, List<Histogram>> histograms = new HashMap<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            while (reader.hasNext()) {
                Histogram histogram = (Histogram) reader.nextIntervalHistogram();
                histograms
                        .computeIfAbsent(
                                Objects.requireNonNullElse(histogram.getTag(), ALL_TIMES), tag -> new ArrayList<>())
                        .add(histogram);
            }
        }
        return histograms;
    }
}
