package io.ringway.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The owner of a deque alone, while nobody steals. */
@State(Scope.Thread)
public class DequeBenchmark extends ForkSettings {

    private static final int PAIRS = 32;

    /** Name of the contender. */
    @Param({
        "ringway.WorkStealingDeque",
        "ringway.WorkStealingDeque.private",
        "textbook.ChaseLevDeque",
        "textbook.WeakChaseLevDeque",
        "jdk.ConcurrentLinkedDeque",
        "jdk.ArrayDeque"
    })
    public String queue;

    /** How many elements the deque holds. */
    @Param("1024")
    public int capacity;

    private final Object[] elements = new Object[PAIRS];
    private Deques.Deque deque;

    /** Makes the deque. */
    @Setup(Level.Trial)
    public void open() {
        Pinning.pin(0);
        deque = Deques.named(queue, capacity);
        for (int i = 0; i < PAIRS; i++) {
            elements[i] = new Object();
        }
    }

    /**
     * All in, all out again: the end of the deque wanders over 32 slots.
     *
     * @param blackhole takes the elements
     */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void bursts(Blackhole blackhole) {
        for (Object element : elements) {
            deque.push(element);
        }
        for (int i = 0; i < PAIRS; i++) {
            blackhole.consume(deque.pop());
        }
    }

    /**
     * The order of a recursion that splits its work in two: push one half, go on with the other, take the first back.
     * Half of the pops find the element that was pushed just before; the deque holds up to five.
     *
     * @param blackhole takes the elements
     */
    @Benchmark
    @OperationsPerInvocation(PAIRS - 1)
    public void recursion(Blackhole blackhole) {
        for (int leaf = 0; leaf < PAIRS; leaf++) {
            // Before a leaf: a push for each node that is entered on the way down to it, as many as the leaf's number
            // has trailing zeros; after it a pop for the half to go on with.
            int entered = leaf == 0 ? Integer.numberOfTrailingZeros(PAIRS) : Integer.numberOfTrailingZeros(leaf);
            for (int i = 0; i < entered; i++) {
                deque.push(elements[i]);
            }
            if (leaf < PAIRS - 1) {
                blackhole.consume(deque.pop());
            }
        }
    }

    /**
     * One in, one out of an otherwise empty deque.
     *
     * @param blackhole takes the elements
     */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void lone(Blackhole blackhole) {
        for (Object element : elements) {
            deque.push(element);
            blackhole.consume(deque.pop());
        }
    }
}
