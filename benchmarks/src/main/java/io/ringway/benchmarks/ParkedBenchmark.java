package io.ringway.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a consumer costs that waits in take on an empty queue: the processor time it uses, in nanoseconds a second.
 *
 * <p>JMH's own score only counts the pauses between two readings and means nothing.
 */
@State(Scope.Benchmark)
public class ParkedBenchmark extends ForkSettings {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Name of the contender. */
    @Param({
        "ringway.MpmcQueue",
        "ringway.MpscQueue",
        "jdk.ArrayBlockingQueue",
        "jdk.LinkedBlockingQueue",
        "jdk.LinkedTransferQueue",
        "conversant.DisruptorBlockingQueue",
        "conversant.PushPullBlockingQueue",
        "jctools.MpscBlockingConsumerArrayQueue"
    })
    public String queue;

    /** How many elements the queue could hold. */
    @Param("1024")
    public int capacity;

    private Thread consumer;

    /** Starts the consumer. It has the warm-up to come to rest. */
    @Setup(Level.Trial)
    public void start() {
        BlockingQueue<Object> empty = Contenders.blocking(queue, capacity);
        consumer = new Thread(
                () -> {
                    try {
                        empty.take();
                        throw new IllegalStateException("nobody put anything");
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "parked-consumer");
        consumer.setDaemon(true);
        consumer.start();
    }

    /**
     * Ends the consumer.
     *
     * @throws InterruptedException when JMH gives up
     */
    @TearDown(Level.Trial)
    public void stop() throws InterruptedException {
        consumer.interrupt();
        consumer.join(TimeUnit.SECONDS.toMillis(1));
    }

    /**
     * Lets time pass.
     *
     * @param processor takes the reading
     */
    @Benchmark
    public void parked(Processor processor) {
        LockSupport.parkNanos(PAUSE_NANOS);
        processor.cpuNanos = THREADS.getThreadCpuTime(consumer.getId()) - processor.before;
    }

    /** The consumer's processor time. Comes out as {@code cpuNanos}. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Processor {

        /** Processor time since the iteration began. */
        public long cpuNanos;

        private long before;

        /**
         * Takes the first reading.
         *
         * @param benchmark knows the consumer
         */
        @Setup(Level.Iteration)
        public void restart(ParkedBenchmark benchmark) {
            before = THREADS.getThreadCpuTime(benchmark.consumer.getId());
        }
    }
}
