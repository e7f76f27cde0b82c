package io.ringway.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Control;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Hand-off latency at a fixed rate: how long after the moment at which it was due an element reaches the consumer.
 *
 * <p>The producer follows a schedule and each element carries the time at which it was <em>due</em>, not the time at
 * which it was sent. A producer that is held up so counts its own delay and that of everything behind it: no
 * coordinated omission.
 */
@State(Scope.Group)
public class LatencyBenchmark extends ForkSettings {

    /** System property with the file that takes the histogram, in HdrHistogram's log format. */
    public static final String FILE_PROPERTY = "ringway.benchmarks.latency";

    /** The percentiles of windows that are handed over, each as a histogram with this as its tag. */
    public static final List<Double> OF_WINDOWS = List.of(99.0, 99.9);

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Name of the contender. */
    @Param({
        "ringway.SpscQueue",
        "ringway.MpscQueue",
        "ringway.MpmcQueue",
        "jctools.SpscArrayQueue",
        "jctools.SpscVarHandleArrayQueue",
        "jctools.MpscArrayQueue",
        "jctools.MpscVarHandleArrayQueue",
        "jctools.MpmcArrayQueue",
        "jctools.MpmcVarHandleArrayQueue",
        "agrona.OneToOneConcurrentArrayQueue",
        "agrona.ManyToOneConcurrentArrayQueue",
        "agrona.ManyToManyConcurrentArrayQueue",
        "jdk.ArrayBlockingQueue",
        "jdk.LinkedTransferQueue",
        "jdk.ConcurrentLinkedQueue",
        "conversant.PushPullBlockingQueue",
        "conversant.DisruptorBlockingQueue",
        "conversant.MultithreadConcurrentQueue",
        "lmax.SingleProducerRingBuffer",
        "lmax.MultiProducerRingBuffer",
        "ringway.ConcurrentPriorityQueue-levels",
        "ringway.ConcurrentPriorityQueue",
        "jdk.PriorityBlockingQueue-with-sequence",
        "jdk.PriorityBlockingQueue",
        "jdk.ConcurrentSkipListMap"
    })
    public String queue;

    /** How many elements the queue holds. */
    @Param("1024")
    public int capacity;

    /** Elements a second. */
    @Param("500000")
    public int rate;

    /** What a thread does while there is nothing to do. */
    @Param({"spin", "yield"})
    public String idle;

    private Queue<Object> messages;
    private Idle waiting;

    /** Makes the queue. */
    @Setup(Level.Trial)
    public void open() {
        messages = Contenders.queue(queue, capacity);
        waiting = Idle.named(idle);
    }

    /** Removes what the last iteration left: its due times are long past. */
    @Setup(Level.Iteration)
    public void empty() {
        while (messages.poll() != null) {
            Thread.onSpinWait();
        }
    }

    /**
     * The producer: waits for the next due time, then sends.
     *
     * @param thread its state
     * @param schedule when to send
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("latency1p1c")
    public void send(ProducerThread thread, Schedule schedule, Control control) {
        Message message = schedule.next();
        int failures = 0;
        while (System.nanoTime() - message.due < 0) {
            waiting.pause(failures++);
        }
        failures = 0;
        while (!messages.offer(message)) {
            if (control.stopMeasurement) {
                return;
            }
            waiting.pause(failures++);
        }
        thread.sent(1);
    }

    /**
     * The consumer: takes the time of each arrival.
     *
     * @param thread its state
     * @param record where the times go
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("latency1p1c")
    public void receive(ConsumerThread thread, Record record, Control control) {
        int failures = 0;
        Object arrived;
        while ((arrived = messages.poll()) == null) {
            if (control.stopMeasurement) {
                return;
            }
            waiting.pause(failures++);
        }
        record.arrival(((Message) arrived).due);
        thread.received(1);
    }

    /** An element that knows when it was due. */
    private static final class Message {
        private long due;
    }

    /** The producer's schedule. */
    @State(Scope.Thread)
    public static class Schedule {

        private Message[] pool;
        private int next;
        private long interval;
        private long due;
        private boolean started;

        /**
         * Makes the messages. There are several times more than the queue holds, so that none is changed while it is
         * under way.
         *
         * @param benchmark tells capacity and rate
         */
        @Setup(Level.Trial)
        public void open(LatencyBenchmark benchmark) {
            pool = new Message[Integer.highestOneBit(benchmark.capacity) * 4];
            for (int i = 0; i < pool.length; i++) {
                pool[i] = new Message();
            }
            interval = TimeUnit.SECONDS.toNanos(1) / benchmark.rate;
        }

        /** Starts the schedule anew with the first message of the iteration. */
        @Setup(Level.Iteration)
        public void restart() {
            started = false;
        }

        private Message next() {
            due = started ? due + interval : System.nanoTime();
            started = true;
            Message message = pool[next];
            next = (next + 1) & (pool.length - 1);
            message.due = due;
            return message;
        }
    }

    /** The consumer's record of the measured iterations. */
    @State(Scope.Thread)
    public static class Record {

        /** Elements of a window, 10 ms at the usual rate. */
        static final int WINDOW = 5_000;

        /** Times of more elements are not kept in order. */
        private static final int MOST_PER_SECOND = 1_000_000;

        /** One for each measured iteration, made before the first: what is allocated meanwhile is counted. */
        private final List<Histogram> histograms = new ArrayList<>();

        /**
         * Takes the times of the warm-up. A consumer that didn't record in it would be compiled anew when it begins, in
         * the first measured iterations, and the compiler takes its slices from the measured threads.
         */
        private final Histogram warmUp = new Histogram(LONGEST_NANOS, 3);

        /** The percentiles of the windows of each iteration, by percentile. */
        private final Map<Double, List<Histogram>> windows = new LinkedHashMap<>();

        /** The times of an iteration in the order of arrival, in nanoseconds; sorted out when it is over. */
        private int[] inOrder = {};

        private int arrived;

        private int iterations;
        private Histogram histogram = warmUp;
        private long from;

        /**
         * Makes the histograms.
         *
         * @param params tells how many iterations there are
         */
        @Setup(Level.Trial)
        public void open(BenchmarkParams params) {
            for (int i = 0; i < params.getMeasurement().getCount(); i++) {
                histograms.add(new Histogram(LONGEST_NANOS, 3));
                for (double percentile : OF_WINDOWS) {
                    Histogram values = new Histogram(LONGEST_NANOS, 3);
                    values.setTag(String.valueOf(percentile));
                    windows.computeIfAbsent(percentile, key -> new ArrayList<>())
                            .add(values);
                }
            }
            double seconds = params.getMeasurement().getTime().convertTo(TimeUnit.MILLISECONDS) / 1e3;
            inOrder = new int[(int) Math.min(Integer.MAX_VALUE >> 1, seconds * MOST_PER_SECOND)];
            // Its pages come now, and not one by one while it is measured.
            Arrays.fill(inOrder, 1);
        }

        /**
         * Begins to record shortly after the iteration begins, when both threads are under way.
         *
         * @param iteration tells warm-up from measurement
         */
        @Setup(Level.Iteration)
        public void restart(IterationParams iteration) {
            arrived = 0;
            warmUp.reset();
            histogram = iteration.getType() == IterationType.MEASUREMENT ? histograms.get(iterations++) : warmUp;
            from = System.nanoTime() + SETTLING_NANOS;
        }

        /** Takes the time of an arrival that was due at a certain time. */
        void arrival(long due) {
            long now = System.nanoTime();
            if (due - from >= 0) {
                long nanos = Math.min(Math.max(now - due, 0), LONGEST_NANOS);
                histogram.recordValue(nanos);
                if (arrived < inOrder.length) {
                    inOrder[arrived++] = (int) Math.min(nanos, Integer.MAX_VALUE);
                }
            }
        }

        /** Takes the percentiles of each whole window of the iteration. */
        @TearDown(Level.Iteration)
        public void cut() {
            if (histogram == warmUp) {
                return;
            }
            windows.forEach((percentile, values) -> cut(inOrder, arrived, percentile, values.get(iterations - 1)));
        }

        /** Sorts each whole window of times, and adds its percentile to the values. */
        static void cut(int[] times, int count, double percentile, Histogram values) {
            // Rounded: 99.9 / 100 is a little more than 0.999, and its ceiling a rank too high.
            int rank = (int) Math.round(percentile * WINDOW / 100);
            for (int end = WINDOW; end <= count; end += WINDOW) {
                Arrays.sort(times, end - WINDOW, end);
                values.recordValue(times[end - WINDOW + rank - 1]);
            }
        }

        /**
         * Hands the histograms over.
         *
         * @throws IOException when the file cannot be written
         */
        @TearDown(Level.Trial)
        public void report() throws IOException {
            List<Histogram> all = new ArrayList<>(histograms);
            windows.values().forEach(all::addAll);
            handOver(all);
        }
    }

    /**
     * Hands the times of a fork over: to the file that the system property names, or as a line to the user.
     *
     * @param histograms the times in nanoseconds, of each iteration or of all of them; after those, tagged with the
     *     percentile, what it was in each window, again by iterations
     * @throws IOException when the file cannot be written
     */
    public static void handOver(List<Histogram> histograms) throws IOException {
        String file = System.getProperty(FILE_PROPERTY);
        if (file == null) {
            Histogram histogram = new Histogram(LONGEST_NANOS, 3);
            histograms.stream().filter(part -> part.getTag() == null).forEach(histogram::add);
            System.out.printf(
                    "latency in ns: p50 %d, p90 %d, p99 %d, p99.9 %d, p99.99 %d, max %d, count %d%n",
                    histogram.getValueAtPercentile(50),
                    histogram.getValueAtPercentile(90),
                    histogram.getValueAtPercentile(99),
                    histogram.getValueAtPercentile(99.9),
                    histogram.getValueAtPercentile(99.99),
                    histogram.getMaxValue(),
                    histogram.getTotalCount());
            return;
        }
        try (PrintStream out = new PrintStream(Files.newOutputStream(Path.of(file)), false, StandardCharsets.UTF_8)) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            histograms.forEach(writer::outputIntervalHistogram);
        }
    }
}
