package io.ringway.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * A producer's own state: its processor, and how many elements it really inserted.
 *
 * <p>The counts are plain numbers of elements, one for each thread, so that the share of each thread can be told. They
 * are no rates: a thread that hardly ran would have a fantastic one.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ProducerThread {

    /** What it sends. Not a constant, or the compiler would know too much about it. */
    final Object element = new Object();

    private long sent;
    private int index;

    /**
     * Pins the thread.
     *
     * @param params which thread this is
     */
    @Setup(Level.Trial)
    public void pin(ThreadParams params) {
        index = params.getSubgroupThreadIndex();
        Pinning.pin(index);
    }

    /** Starts counting anew. */
    @Setup(Level.Iteration)
    public void reset() {
        sent = 0;
    }

    final void sent(int count) {
        sent += count;
    }

    /**
     * Counts the first producer.
     *
     * @return elements that it inserted
     */
    public long p0() {
        return of(0);
    }

    /**
     * Counts the second producer.
     *
     * @return elements that it inserted
     */
    public long p1() {
        return of(1);
    }

    /**
     * Counts the third producer.
     *
     * @return elements that it inserted
     */
    public long p2() {
        return of(2);
    }

    /**
     * Counts the fourth producer.
     *
     * @return elements that it inserted
     */
    public long p3() {
        return of(3);
    }

    private long of(int thread) {
        return thread == index ? sent : 0;
    }
}
