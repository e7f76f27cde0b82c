package io.ringway.benchmarks;

import java.util.concurrent.atomic.AtomicLongArray;
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
 * An owner and a thief, with equal steals: of each 32 elements pushed the thief takes four, no more and no less, and
 * the owner pops the others. So a deque whose thief is slow, or has to wait, gains nothing by it. Either side may be
 * ahead of the other by some rounds.
 */
@State(Scope.Group)
public class DequeStealBenchmark extends ForkSettings {

    private static final int PUSHES = 32;
    private static final int STEALS = 4;

    /** How many elements may lie in wait for the thief. */
    private static final int AHEAD = 256;

    /** How many rounds or steals a thread makes before it tells the other one. */
    private static final int TELL = 16;

    /** Where in {@link #told} the owner tells what it has left to the thief: two cache lines from anything else. */
    private static final int LEFT = 16;

    /** Where the thief tells what it has taken. */
    private static final int STOLEN = 40;

    /** Name of the contender. */
    @Param({
        "ringway.WorkStealingDeque",
        "ringway.WorkStealingDeque.private",
        "textbook.ChaseLevDeque",
        "textbook.WeakChaseLevDeque",
        "jdk.ConcurrentLinkedDeque"
    })
    public String queue;

    /** How many elements the deque holds. */
    @Param("1024")
    public int capacity;

    /** What a thread does after a failed attempt. */
    @Param({"spin", "yield"})
    public String idle;

    private Deques.Deque deque;
    private Idle waiting;
    private final AtomicLongArray told = new AtomicLongArray(64);

    /** Counts the elements that went through. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Elements {
        /** Elements popped and stolen. */
        public long elements;

        /** Starts counting anew. */
        @Setup(Level.Iteration)
        public void reset() {
            elements = 0;
        }
    }

    /** What one side has done, and what it knows of the other. */
    @State(Scope.Thread)
    public static class Side {
        private long mine;
        private long theirs;
    }

    /** Makes the deque. */
    @Setup(Level.Trial)
    public void open() {
        deque = Deques.named(queue, capacity);
        waiting = Idle.named(idle);
    }

    /**
     * A round of the owner.
     *
     * @param side what it has left to the thief
     * @param thread its processor, and its count
     * @param elements counts
     * @param control tells the end of the iteration
     * @param blackhole takes the elements
     */
    @Benchmark
    @Group("steal1o1t")
    public void own(Side side, ProducerThread thread, Elements elements, Control control, Blackhole blackhole) {
        int failures = 0;
        while (side.mine - side.theirs > AHEAD) {
            if (control.stopMeasurement) {
                return;
            }
            side.theirs = told.getAcquire(STOLEN);
            waiting.pause(failures++);
        }
        for (int i = 0; i < PUSHES; i++) {
            deque.push(thread.element);
        }
        for (int i = 0; i < PUSHES - STEALS; i++) {
            blackhole.consume(deque.pop());
        }
        thread.sent(PUSHES);
        elements.elements += PUSHES - STEALS;
        side.mine += STEALS;
        if (side.mine % TELL == 0) {
            told.setRelease(LEFT, side.mine);
        }
    }

    /**
     * The thief takes one.
     *
     * @param side what it has taken
     * @param thread its processor, and its count
     * @param elements counts
     * @param control tells the end of the iteration
     * @param blackhole takes the elements
     */
    @Benchmark
    @Group("steal1o1t")
    public void steal(Side side, ConsumerThread thread, Elements elements, Control control, Blackhole blackhole) {
        int failures = 0;
        while (side.mine == side.theirs) {
            if (control.stopMeasurement) {
                return;
            }
            side.theirs = told.getAcquire(LEFT);
            waiting.pause(failures++);
        }
        Object element;
        while ((element = deque.steal()) == null) {
            if (control.stopMeasurement) {
                return;
            }
            waiting.pause(failures++);
        }
        blackhole.consume(element);
        thread.received(1);
        elements.elements++;
        if (++side.mine % TELL == 0) {
            told.setRelease(STOLEN, side.mine);
        }
    }
}
