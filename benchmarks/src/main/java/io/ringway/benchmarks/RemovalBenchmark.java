package io.ringway.benchmarks;

import java.util.Queue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs that any element can be removed: the bare path of one thread that offers and polls, beside queues that
 * cannot remove, and the removal itself, beside those that can.
 */
@State(Scope.Thread)
public class RemovalBenchmark extends ForkSettings {

    /** Name of the contender. Those that cannot remove fit only the first benchmark. */
    @Param({
        "ringway.MpmcQueue",
        "ringway.MpscQueue",
        "jctools.MpmcArrayQueue",
        "jctools.MpmcVarHandleArrayQueue",
        "agrona.ManyToManyConcurrentArrayQueue",
        "jdk.ArrayBlockingQueue",
        "jdk.LinkedBlockingQueue",
        "jdk.LinkedTransferQueue",
        "conversant.DisruptorBlockingQueue"
    })
    public String queue;

    /** How many elements the queue holds. */
    @Param("1024")
    public int capacity;

    private Queue<Object> elements;
    private Object[] members;
    private int random = 0x2545F491;

    /** Fills half of the queue, with elements that differ. */
    @Setup(Level.Trial)
    public void open() {
        Pinning.pin(0);
        elements = Contenders.queue(queue, capacity);
        members = new Object[Math.max(1, capacity / 2)];
        for (int i = 0; i < members.length; i++) {
            members[i] = new Object();
            elements.add(members[i]);
        }
    }

    /**
     * One element in, one out.
     *
     * @return the element that came out
     */
    @Benchmark
    public Object offerPoll() {
        elements.offer(members[0]);
        return elements.poll();
    }

    /**
     * Removes an element from anywhere and adds it again.
     *
     * @return whether it was there, which it always is
     */
    @Benchmark
    public boolean removeAnywhere() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        Object member = members[(random >>> 1) % members.length];
        return elements.remove(member) && elements.offer(member);
    }
}
