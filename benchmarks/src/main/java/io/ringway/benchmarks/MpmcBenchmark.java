package io.ringway.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

/** Many producers and many consumers: offer and poll. */
@State(Scope.Group)
public class MpmcBenchmark extends Transfer {

    /** Name of the contender. */
    @Param({
        "ringway.MpmcQueue",
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
     * A producer of 2p2c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("transfer2p2c")
    @GroupThreads(2)
    public void send2p2c(ProducerThread thread, Control control) {
        send(thread, control);
    }

    /**
     * A consumer of 2p2c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     * @param blackhole takes the elements
     */
    @Benchmark
    @Group("transfer2p2c")
    @GroupThreads(2)
    public void receive2p2c(ConsumerThread thread, Control control, Blackhole blackhole) {
        receive(thread, control, blackhole);
    }

    /**
     * A producer of 4p4c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("transfer4p4c")
    @GroupThreads(4)
    public void send4p4c(ProducerThread thread, Control control) {
        send(thread, control);
    }

    /**
     * A consumer of 4p4c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     * @param blackhole takes the elements
     */
    @Benchmark
    @Group("transfer4p4c")
    @GroupThreads(4)
    public void receive4p4c(ConsumerThread thread, Control control, Blackhole blackhole) {
        receive(thread, control, blackhole);
    }
}
