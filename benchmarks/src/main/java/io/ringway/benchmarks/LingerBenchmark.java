package io.ringway.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

/**
 * Producers that insert one by one, and a consumer that gets batches by size or time.
 *
 * <p>In {@code batches...} everybody is as fast as possible, and JMH's own score of the consumer counts batches; the
 * counter {@code elements} counts what was in them. In {@code lone1p1c} an element comes every few milliseconds, and
 * what is recorded is how long after its linger it arrives.
 */
@State(Scope.Group)
public class LingerBenchmark extends ForkSettings {

    /** Time between lone elements; each is on its way before the next comes. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** Name of the contender. */
    @Param({
        "ringway.BatchingQueue",
        "ringway.BatchingQueue.drainBatch",
        "jdk.ArrayBlockingQueue",
        "jdk.LinkedBlockingQueue",
        "jctools.MpscBlockingConsumerArrayQueue",
        "guava.Queues.drain",
        "lmax.MultiProducerRingBuffer"
    })
    public String queue;

    /** How many elements may be pending. */
    @Param("1024")
    public int capacity;

    /** Elements of a full batch. */
    @Param("256")
    public int batch;

    /** How long an element waits for others, in microseconds. */
    @Param("1000")
    public int linger;

    /** What a thread does that doesn't wait otherwise. */
    @Param({"spin", "yield"})
    public String idle;

    private BatchSource source;
    private Idle waiting;

    /** Makes the queue. */
    @Setup(Level.Trial)
    public void open() {
        waiting = Idle.named(idle);
        source = BatchSources.named(queue, batch, Duration.ofNanos(linger * 1_000L), capacity, waiting);
    }

    /**
     * A producer of 1p1c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("batches1p1c")
    public void send1p1c(ProducerThread thread, Control control) {
        send(thread, control);
    }

    /**
     * The consumer of 1p1c.
     *
     * @param thread its state
     * @param sink takes the elements
     * @param drained counts them
     * @param control tells the end of the iteration
     * @throws InterruptedException when JMH gives up
     */
    @Benchmark
    @Group("batches1p1c")
    public void receive1p1c(ConsumerThread thread, Sink sink, BatchBenchmark.Drained drained, Control control)
            throws InterruptedException {
        receive(thread, sink, drained, control);
    }

    /**
     * A producer of 3p1c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("batches3p1c")
    @GroupThreads(3)
    public void send3p1c(ProducerThread thread, Control control) {
        send(thread, control);
    }

    /**
     * The consumer of 3p1c.
     *
     * @param thread its state
     * @param sink takes the elements
     * @param drained counts them
     * @param control tells the end of the iteration
     * @throws InterruptedException when JMH gives up
     */
    @Benchmark
    @Group("batches3p1c")
    public void receive3p1c(ConsumerThread thread, Sink sink, BatchBenchmark.Drained drained, Control control)
            throws InterruptedException {
        receive(thread, sink, drained, control);
    }

    /**
     * The producer of lone elements: each carries the time at which it should arrive.
     *
     * @param thread its state
     */
    @Benchmark
    @Group("lone1p1c")
    public void sendLone(ProducerThread thread) {
        LockSupport.parkNanos(PAUSE.toNanos());
        Long due = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(linger);
        if (source.offer(due)) {
            thread.sent(1);
        }
    }

    /**
     * The consumer of lone elements. An element has arrived when its batch is complete: some contenders hand each
     * element to the sink as it comes, while they still wait for others.
     *
     * @param thread its state
     * @param lone the batch
     * @param record where the times go
     * @throws InterruptedException when JMH gives up
     */
    @Benchmark
    @Group("lone1p1c")
    public void receiveLone(ConsumerThread thread, Lone lone, LatencyBenchmark.Record record)
            throws InterruptedException {
        lone.due.clear();
        thread.received(source.collect(lone.due::add));
        for (Object due : lone.due) {
            record.arrival((Long) due);
        }
    }

    private void send(ProducerThread thread, Control control) {
        int failures = 0;
        while (!source.offer(thread.element)) {
            if (control.stopMeasurement) {
                return;
            }
            waiting.pause(failures++);
        }
        thread.sent(1);
    }

    private void receive(ConsumerThread thread, Sink sink, BatchBenchmark.Drained drained, Control control)
            throws InterruptedException {
        int failures = 0;
        int count;
        while ((count = source.collect(sink.elements)) == 0) {
            if (control.stopMeasurement) {
                return;
            }
            waiting.pause(failures++);
        }
        thread.received(count);
        drained.elements += count;
    }

    /** The elements of a batch, mostly one. */
    @State(Scope.Thread)
    public static class Lone {
        private final List<Object> due = new ArrayList<>();
    }

    /** Gives the elements to JMH's black hole. */
    @State(Scope.Thread)
    public static class Sink {
        private Batching.Sink elements;

        /**
         * Makes the sink.
         *
         * @param blackhole where the elements end
         */
        @Setup
        public void open(Blackhole blackhole) {
            elements = blackhole::consume;
        }
    }
}
