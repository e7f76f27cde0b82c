package io.ringway.benchmarks;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A whole fork-join computation: the sum of a million numbers in 16,383 splits. */
@State(Scope.Benchmark)
public class ForkJoinBenchmark extends ForkSettings {

    private static final int NUMBERS = 1 << 20;

    /** Name of the contender. */
    @Param({"ringway.WorkStealingDeque", "ringway.WorkStealingDeque.private", "jdk.ForkJoinPool"})
    public String queue;

    /** How many threads add; the caller is one of ours, and waits for the JDK's. */
    @Param("2")
    public int workers;

    private final int[] numbers =
            new SplittableRandom(1).ints(NUMBERS, 0, Integer.MAX_VALUE).toArray();
    private TreeSum sum;

    /** Starts the threads. */
    @Setup(Level.Trial)
    public void open() {
        sum = TreeSum.named(queue, workers);
    }

    /** Ends them. */
    @TearDown(Level.Trial)
    public void close() {
        sum.close();
    }

    /**
     * One sum.
     *
     * @return the sum
     */
    @Benchmark
    public long treeSum() {
        return sum.of(numbers);
    }
}
