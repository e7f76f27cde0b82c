package io.ringway.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

/** Any priorities, uniformly, through a queue that holds about 100,000 elements. */
@State(Scope.Group)
public class PriorityHeldBenchmark extends PriorityTransfer {

    private static final int HELD = 100_000;
    private static final int ROOM = 1024;

    /** Name of the contender. */
    @Param({
        "ringway.ConcurrentPriorityQueue",
        "jdk.PriorityBlockingQueue-with-sequence",
        "jdk.PriorityBlockingQueue",
        "jdk.ConcurrentSkipListMap"
    })
    public String queue;

    @Override
    String contender() {
        return queue;
    }

    @Override
    int capacity() {
        return HELD + ROOM;
    }

    @Override
    int held() {
        return HELD;
    }

    @Override
    int priority(int random) {
        return random;
    }

    /**
     * A producer of 2p2c.
     *
     * @param priorities its random numbers
     * @param thread its state
     * @param control tells the end of the iteration
     */
    @Benchmark
    @Group("transfer2p2c")
    @GroupThreads(2)
    public void send2p2c(Priorities priorities, ProducerThread thread, Control control) {
        send(priorities, thread, control);
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
}
