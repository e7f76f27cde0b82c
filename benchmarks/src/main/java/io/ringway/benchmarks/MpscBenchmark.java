package io.ringway.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

/** Many producers and one consumer: offer and poll. */
@State(Scope.Group)
public class MpscBenchmark extends Transfer {

    /** Name of the contender. */
    @Param({
        "ringway.MpscQueue",
        "jctools.MpscArrayQueue",
        "jctools.MpscVarHandleArrayQueue",
        "agrona.ManyToOneConcurrentArrayQueue",
        "lmax.MultiProducerRingBuffer",
        "jctools.MpmcArrayQueue",
        "jctools.MpmcVarHandleArrayQueue",
        "agrona.ManyToManyConcurrentArrayQueue",
        "jdk.ArrayBlockingQueue",
        "jdk.LinkedBlockingQueue",
        "jdk.LinkedTransferQueue",
        "jdk.ConcurrentLinkedQueue",
        "conversant.DisruptorBlockingQueue",
        "conversant.MultithreadConcurrentQueue"
    })
    public String queue;

    @Override
    String contender() {
        return queue;
    }

    /**
     * A producer of 1p1c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("transfer1p1c")
    public void send1p1c(ProducerThread thread, Control control) {
        send(thread, control);
    }

    /**
     * A consumer of 1p1c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     * @param blackhole takes the elements
     */
    @Benchmark
    @Group("transfer1p1c")
    public void receive1p1c(ConsumerThread thread, Control control, Blackhole blackhole) {
        receive(thread, control, blackhole);
    }

    /**
     * A producer of 3p1c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("transfer3p1c")
    @GroupThreads(3)
    public void send3p1c(ProducerThread thread, Control control) {
        send(thread, control);
    }

    /**
     * A consumer of 3p1c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     * @param blackhole takes the elements
     */
    @Benchmark
    @Group("transfer3p1c")
    public void receive3p1c(ConsumerThread thread, Control control, Blackhole blackhole) {
        receive(thread, control, blackhole);
    }
}
