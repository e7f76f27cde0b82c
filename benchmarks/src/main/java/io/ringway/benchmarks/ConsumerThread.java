package io.ringway.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * A consumer's own state: its processor, and how many elements it really removed.
 *
 * <p>The counts are plain numbers of elements, one for each thread, so that the share of each thread can be told. They
 * are no rates: a thread that hardly ran would have a fantastic one.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ConsumerThread {

    private long received;
    private int index;

    /**
     * Pins the thread.
     *
     * @param params which thread this is
     */
    @Setup(Level.Trial)
    public void pin(ThreadParams params) {
        index = params.getSubgroupThreadIndex();
        int producers = params.getGroupThreadCount() - params.getSubgroupThreadCount();
        Pinning.pin(producers + index);
    }

    /** Starts counting anew. */
    @Setup(Level.Iteration)
    public void reset() {
        received = 0;
    }

    final void received(int count) {
        received += count;
    }

    /**
     * Counts the first consumer.
     *
     * @return elements that it removed
     */
    public long c0() {
        return of(0);
    }

    /**
     * Counts the second consumer.
     *
     * @return elements that it removed
     */
    public long c1() {
        return of(1);
    }

    /**
     * Counts the third consumer.
     *
     * @return elements that it removed
     */
    public long c2() {
        return of(2);
    }

    /**
     * Counts the fourth consumer.
     *
     * @return elements that it removed
     */
    public long c3() {
        return of(3);
    }

    private long of(int thread) {
        return thread == index ? received : 0;
    }
}
