package io.ringway.benchmarks.mqtt;

import io.ringway.benchmarks.ForkSettings;
import io.ringway.mqtt.DiscardingBroker;
import io.ringway.mqtt.OverflowPolicy;
import io.ringway.mqtt.Telemetry;
import io.ringway.mqtt.TelemetryBatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * What a call costs its thread while the network is down: four producers offer bursts of readings at a fixed rate.
 *
 * <p>Every call is recorded, corrected for those that would have come while one took too long. The percentiles are
 * printed after each fork.
 */
@State(Scope.Benchmark)
@Threads(4)
public class OfflineQueueBenchmark extends ForkSettings {
    private static final int QUEUE = 65_536;
    private static final int BURST = 100;
    private static final Telemetry READING = new Telemetry("boiler", 1, Map.of("celsius", 61.5));

    /** Name of the contender; {@code SPOOL} and {@code DROP_OLDEST} are the batcher with that policy. */
    @Param({"SPOOL", "DROP_OLDEST", "deque+lock"})
    public String queue;

    /** How long each producer rests between two bursts, in microseconds; 0 is as fast as it can. */
    @Param({"0", "1000"})
    public int pause;

    private final Histogram all = new Histogram(TimeUnit.SECONDS.toNanos(100), 3);
    private int collected;
    private @Nullable TelemetryBatcher batcher;
    private @Nullable LockedDeque<Telemetry> deque;
    private Path directory;

    /**
     * Makes the contender.
     *
     * @throws IOException when there is no place for the spool
     */
    @Setup(Level.Trial)
    public void open() throws IOException {
        directory = Files.createTempDirectory("ringway-benchmark");
        if (queue.equals("deque+lock")) {
            deque = new LockedDeque<>(QUEUE, true);
        } else {
            batcher = DiscardingBroker.batcher(false)
                    .queueCapacity(QUEUE)
                    .overflow(OverflowPolicy.valueOf(queue))
                    .spoolDirectory(directory)
                    .build();
        }
    }

    /**
     * Ends the contender and removes the spool.
     *
     * @throws IOException when the spool cannot be removed
     */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        if (batcher != null) {
            batcher.close();
        }
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** Adds the times of one thread, and prints those of all when it was the last one. */
    private synchronized void collect(Histogram histogram, int threads) {
        all.add(histogram);
        if (++collected == threads) {
            System.out.printf(
                    "%n%s, pause %d us, ns a call: p50 %d, p99 %d, p99.9 %d, p99.99 %d, max %d, calls %d%n",
                    queue,
                    pause,
                    all.getValueAtPercentile(50),
                    all.getValueAtPercentile(99),
                    all.getValueAtPercentile(99.9),
                    all.getValueAtPercentile(99.99),
                    all.getMaxValue(),
                    all.getTotalCount());
        }
    }

    /**
     * Offers a burst.
     *
     * @param record takes the times
     */
    @Benchmark
    public void offer(Times record) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pause));
        TelemetryBatcher ours = batcher;
        LockedDeque<Telemetry> theirs = deque;
        for (int i = 0; i < BURST; i++) {
            long begin = System.nanoTime();
            if (ours != null) {
                ours.queue(READING);
            } else if (theirs != null) {
                theirs.offer(READING);
            }
            record.add(System.nanoTime() - begin);
        }
    }

    /** The times of one thread. */
    @State(Scope.Thread)
    public static class Times {
        private final Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(100), 3);
        private boolean measuring;
        private long interval;

        /**
         * Tells warm-up from measurement.
         *
         * @param iteration which of the two
         * @param benchmark tells the pause
         */
        @Setup(Level.Iteration)
        public void begin(IterationParams iteration, BenchmarkParams benchmark) {
            measuring = iteration.getType() == IterationType.MEASUREMENT;
            interval = TimeUnit.MICROSECONDS.toNanos(Integer.parseInt(benchmark.getParam("pause"))) / BURST;
        }

        /**
         * Adds the times of this thread to those of all.
         *
         * @param benchmark collects them
         * @param settings tells how many threads there are
         */
        @TearDown(Level.Trial)
        public void end(OfflineQueueBenchmark benchmark, BenchmarkParams settings) {
            benchmark.collect(histogram, settings.getThreads());
        }

        private void add(long nanos) {
            if (measuring) {
                histogram.recordValueWithExpectedInterval(nanos, interval);
            }
        }
    }
}
