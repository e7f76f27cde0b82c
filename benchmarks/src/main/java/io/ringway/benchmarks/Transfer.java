package io.ringway.benchmarks;

import java.util.Queue;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

/**
 * Single operations: producers offer, consumers poll, each call moves one element however many attempts it takes.
 *
 * <p>The elements exist beforehand, so that whatever is allocated is the queue's doing.
 */
@State(Scope.Group)
public abstract class Transfer extends ForkSettings {

    /** How many elements the queue holds. */
    @Param("1024")
    public int capacity;

    /** What a thread does after a failed attempt. */
    @Param({"spin", "yield"})
    public String idle;

    private Queue<Object> queue;
    private Idle waiting;

    abstract String contender();

    /** Makes the queue. */
    @Setup(Level.Trial)
    public void open() {
        queue = Contenders.queue(contender(), capacity);
        waiting = Idle.named(idle);
    }

    /** Removes what the last iteration left, which for an unbounded queue may be a lot. */
    @Setup(Level.Iteration)
    public void empty() {
        while (queue.poll() != null) {
            Thread.onSpinWait();
        }
    }

    final void send(ProducerThread thread, Control control) {
        int failures = 0;
        while (!queue.offer(thread.element)) {
            if (control.stopMeasurement) {
                return;
            }
            waiting.pause(failures++);
        }
        thread.sent(1);
    }

    final void receive(ConsumerThread thread, Control control, Blackhole blackhole) {
        int failures = 0;
        Object element;
        while ((element = queue.poll()) == null) {
            if (control.stopMeasurement) {
                return;
            }
            waiting.pause(failures++);
        }
        blackhole.consume(element);
        thread.received(1);
    }
}
