package io.ringway.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

/**
 * One producer and one consumer that move batches: fill and drain, or what a library has in their place.
 *
 * <p>JMH's own score counts batches, which may be short; the counter {@code elements} counts what was drained.
 */
@State(Scope.Group)
public class BatchBenchmark extends ForkSettings {

    /** Name of the contender. */
    @Param({
        "ringway.SpscQueue",
        "jctools.SpscArrayQueue",
        "jctools.SpscVarHandleArrayQueue",
        "agrona.OneToOneConcurrentArrayQueue",
        "jdk.ArrayBlockingQueue",
        "jdk.LinkedBlockingQueue",
        "conversant.PushPullBlockingQueue",
        "lmax.SingleProducerRingBuffer"
    })
    public String queue;

    /** How many elements the queue holds. */
    @Param("1024")
    public int capacity;

    /** The largest batch. */
    @Param("64")
    public int batch;

    /** What a thread does after a failed attempt. */
    @Param({"spin", "yield"})
    public String idle;

    private Batching batches;
    private Idle waiting;

    /** Makes the queue. */
    @Setup(Level.Trial)
    public void open() {
        batches = Contenders.batching(queue, capacity, batch);
        waiting = Idle.named(idle);
    }

    /**
     * The producer.
     *
     * @param thread its state
     * @param source gives the elements
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("batch1p1c")
    public void fill(ProducerThread thread, Source source, Control control) {
        int failures = 0;
        int count;
        while ((count = batches.fill(source.elements, batch)) == 0) {
            if (control.stopMeasurement) {
                return;
            }
            waiting.pause(failures++);
        }
        thread.sent(count);
    }

    /**
     * The consumer.
     *
     * @param thread its state
     * @param sink takes the elements
     * @param drained counts them
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("batch1p1c")
    public void drain(ConsumerThread thread, Sink sink, Drained drained, Control control) {
        int failures = 0;
        int count;
        while ((count = batches.drain(sink.elements, batch)) == 0) {
            if (control.stopMeasurement) {
                return;
            }
            waiting.pause(failures++);
        }
        thread.received(count);
        drained.elements += count;
    }

    /** The rate of elements. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Drained {
        /** Elements drained. */
        public long elements;
    }

    /** Gives an element that exists already. */
    @State(Scope.Thread)
    public static class Source {
        private final Object element = new Object();
        private final Batching.Source elements = () -> element;
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
