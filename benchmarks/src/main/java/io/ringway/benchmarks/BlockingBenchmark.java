package io.ringway.benchmarks;

import java.util.concurrent.BlockingQueue;
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
 * Blocking operations: put and take, without a time limit.
 *
 * <p>A thread that is blocked when an iteration ends must get away. JMH lets every thread go on calling until all have
 * finished their measurement. From then on nobody blocks here: a thread that sees the end offers or polls instead, and
 * so serves those that are still inside put or take.
 */
@State(Scope.Group)
public class BlockingBenchmark extends ForkSettings {

    /** Name of the contender. Those for one consumer or one producer fit only the shapes that have no more. */
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

    /** How many elements the queue holds. */
    @Param("1024")
    public int capacity;

    private BlockingQueue<Object> blocking;

    /** Makes the queue. */
    @Setup(Level.Trial)
    public void open() {
        blocking = Contenders.blocking(queue, capacity);
    }

    /** Removes what the last iteration left, which for an unbounded queue may be a lot. */
    @Setup(Level.Iteration)
    public void empty() {
        while (blocking.poll() != null) {
            Thread.onSpinWait();
        }
    }

    /**
     * A producer of 1p1c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     * @throws InterruptedException when JMH gives up
     */
    @Benchmark
    @Group("blocking1p1c")
    public void put1p1c(ProducerThread thread, Control control) throws InterruptedException {
        send(thread, control);
    }

    /**
     * A consumer of 1p1c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     * @param blackhole takes the elements
     * @throws InterruptedException when JMH gives up
     */
    @Benchmark
    @Group("blocking1p1c")
    public void take1p1c(ConsumerThread thread, Control control, Blackhole blackhole) throws InterruptedException {
        receive(thread, control, blackhole);
    }

    /**
     * A producer of 3p1c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     * @throws InterruptedException when JMH gives up
     */
    @Benchmark
    @Group("blocking3p1c")
    @GroupThreads(3)
    public void put3p1c(ProducerThread thread, Control control) throws InterruptedException {
        send(thread, control);
    }

    /**
     * A consumer of 3p1c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     * @param blackhole takes the elements
     * @throws InterruptedException when JMH gives up
     */
    @Benchmark
    @Group("blocking3p1c")
    public void take3p1c(ConsumerThread thread, Control control, Blackhole blackhole) throws InterruptedException {
        receive(thread, control, blackhole);
    }

    /**
     * A producer of 2p2c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     * @throws InterruptedException when JMH gives up
     */
    @Benchmark
    @Group("blocking2p2c")
    @GroupThreads(2)
    public void put2p2c(ProducerThread thread, Control control) throws InterruptedException {
        send(thread, control);
    }

    /**
     * A consumer of 2p2c.
     *
     * @param thread its state
     * @param control tells the end of the iteration
     * @param blackhole takes the elements
     * @throws InterruptedException when JMH gives up
     */
    @Benchmark
    @Group("blocking2p2c")
    @GroupThreads(2)
    public void take2p2c(ConsumerThread thread, Control control, Blackhole blackhole) throws InterruptedException {
        receive(thread, control, blackhole);
    }

    private void send(ProducerThread thread, Control control) throws InterruptedException {
        if (control.stopMeasurement) {
            blocking.offer(thread.element);
        } else {
            blocking.put(thread.element);
            thread.sent(1);
        }
    }

    private void receive(ConsumerThread thread, Control control, Blackhole blackhole) throws InterruptedException {
        if (control.stopMeasurement) {
            blackhole.consume(blocking.poll());
        } else {
            blackhole.consume(blocking.take());
            thread.received(1);
        }
    }
}
