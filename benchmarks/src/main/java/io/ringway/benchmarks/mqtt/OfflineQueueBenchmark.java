package io.ringway.benchmarks.mqtt;

import io.ringway.benchmarks.Elements;
import io.ringway.benchmarks.ForkSettings;
import io.ringway.benchmarks.LatencyBenchmark;
import io.ringway.benchmarks.log.Folder;
import io.ringway.mqtt.DiscardingBroker;
import io.ringway.mqtt.OverflowPolicy;
import io.ringway.mqtt.Telemetry;
import io.ringway.mqtt.TelemetryBatcher;
import io.ringway.mqtt.TelemetryStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * What a call costs its thread while the network is down. Each call is timed by itself, so what a thread waits for the
 * processor between two calls counts for nobody; what it waits for inside of one, for a lock or for the thread that has
 * it, does.
 *
 * <p>There are three loads:
 *
 * <ul>
 *   <li>{@link #offer}: four producers offer a burst each at a fixed time, a million readings a second in all. A lock
 *       is hardly ever contended here.
 *   <li>{@link #offerFourfold}: the same four times as often. Where the processors are far from each other, a contended
 *       lock does not keep up.
 *   <li>{@link #offerFlatOut}: four producers call as fast as they can.
 * </ul>
 *
 * <p>With the first two, a call that takes longer than the time from one reading of its thread to the next counts for
 * the readings, too, that were due meanwhile: no coordinated omission. Flat out there is no schedule, and each call
 * counts once. So a thread that a lock starves for 90 ms, as happens, has one slow call among twenty million of the
 * others: up to the 99.99th percentile this load tells what calls cost, beyond it little.
 *
 * <p>The policy {@code DROP_OLDEST} is nearest to the deque: the same bound, the oldest of each thread goes, no disk.
 * {@code SPOOL}, the default, writes to the disk meanwhile, and refuses what its disk cannot take, which costs less
 * than an insertion. What was not kept is printed for all.
 *
 * <p>{@code control.arithmetic} is no queue: a call of some ten nanoseconds, about what an uncontended lock takes, that
 * touches nothing shared. What its tail shows is the system's, and no queue's could be better.
 */
@State(Scope.Benchmark)
@Threads(4)
public class OfflineQueueBenchmark extends ForkSettings {
    private static final int QUEUE = 65_536;
    private static final int BURST = 100;
    /** In JMH's tokens, about. */
    private static final long TEN_NANOSECONDS = 10;
    /** As the time from one reading to the next: a slow call counts for itself alone. */
    private static final long NONE_IS_DUE = 0;

    private static final Telemetry READING = new Telemetry("boiler", 1, Map.of("celsius", 61.5));

    /** Name of the contender. The batcher has the policy {@code SPOOL}, or {@code DROP_OLDEST}. */
    @Param({
        "ringway.TelemetryBatcher",
        "ringway.TelemetryBatcher.drop-oldest",
        "original.deque-and-lock",
        "control.arithmetic"
    })
    public String queue;

    /** Time from one burst of a producer to its next, in microseconds. */
    @Param("400")
    public int interval;

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
        directory = Folder.create();
        if (queue.startsWith("control.")) {
            return;
        }
        if (queue.startsWith("original.")) {
            deque = new LockedDeque<>(QUEUE, true);
        } else {
            batcher = DiscardingBroker.batcher(false)
                    .queueCapacity(QUEUE)
                    .overflow(queue.endsWith("drop-oldest") ? OverflowPolicy.DROP_OLDEST : OverflowPolicy.SPOOL)
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
            TelemetryStats stats = batcher.stats();
            System.out.printf("%nreadings offered: %d, not kept: %s%n", stats.offered(), stats.dropped());
            batcher.close();
        }
        if (deque != null) {
            System.out.printf("%nreadings not kept: %d%n", deque.dropped());
        }
        Folder.delete(directory);
    }

    /** Adds the times of one thread, and hands those of all over when it was the last one. */
    private synchronized void collect(Histogram histogram, int threads) throws IOException {
        all.add(histogram);
        if (++collected == threads) {
            LatencyBenchmark.handOver(List.of(all));
        }
    }

    /**
     * Offers a burst when it is due.
     *
     * @param times takes how long each call took
     * @param offered counts the readings
     */
    @Benchmark
    public void offer(Times times, Elements offered) {
        times.waitForBurst(times.interval);
        offerBurst(times, times.interval / BURST, offered);
    }

    /**
     * Offers a burst four times as often.
     *
     * @param times takes how long each call took
     * @param offered counts the readings
     */
    @Benchmark
    public void offerFourfold(Times times, Elements offered) {
        long interval = times.interval / 4;
        times.waitForBurst(interval);
        offerBurst(times, interval / BURST, offered);
    }

    /**
     * Offers a burst at once.
     *
     * @param times takes how long each call took
     * @param offered counts the readings
     */
    @Benchmark
    public void offerFlatOut(Times times, Elements offered) {
        offerBurst(times, NONE_IS_DUE, offered);
    }

    private void offerBurst(Times times, long perReading, Elements offered) {
        TelemetryBatcher ours = batcher;
        LockedDeque<Telemetry> theirs = deque;
        for (int i = 0; i < BURST; i++) {
            long begin = System.nanoTime();
            if (ours != null) {
                ours.queue(READING);
            } else if (theirs != null) {
                theirs.offer(READING);
            } else {
                Blackhole.consumeCPU(TEN_NANOSECONDS);
            }
            times.add(System.nanoTime() - begin, perReading);
        }
        offered.elements += BURST;
    }

    /** The times of one thread. */
    @State(Scope.Thread)
    public static class Times {
        /**
         * Takes the times of the warm-up, too, and is emptied after it. A thread that didn't record in it would be
         * compiled anew with its first measured call, together with all that is inlined around it: a tenth of a second
         * in the interpreter, which made up the 99.99th percentile of two seconds.
         */
        private final Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(100), 3);

        private boolean measuring;
        private long interval;
        private long due;

        /**
         * Tells warm-up from measurement.
         *
         * @param iteration which of the two
         * @param benchmark tells the rate
         */
        @Setup(Level.Iteration)
        public void begin(IterationParams iteration, OfflineQueueBenchmark benchmark) {
            if (!measuring && iteration.getType() == IterationType.MEASUREMENT) {
                measuring = true;
                histogram.reset();
            }
            interval = TimeUnit.MICROSECONDS.toNanos(benchmark.interval);
            due = System.nanoTime();
        }

        /**
         * Adds the times of this thread to those of all.
         *
         * @param benchmark collects them
         * @param settings tells how many threads there are
         * @throws IOException when the file cannot be written
         */
        @TearDown(Level.Trial)
        public void end(OfflineQueueBenchmark benchmark, BenchmarkParams settings) throws IOException {
            benchmark.collect(histogram, settings.getThreads());
        }

        private void waitForBurst(long sinceLast) {
            due += sinceLast;
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
        }

        private void add(long nanos, long perReading) {
            histogram.recordValueWithExpectedInterval(nanos, perReading);
        }
    }
}
