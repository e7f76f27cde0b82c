package io.ringway.benchmarks;

import java.util.Queue;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

/**
 * Single operations: producers offer, consumers poll; a call moves {@value #BURST} elements one by one, however many
 * attempts each takes. With one element a call, what JMH does between calls takes as long as the queue does: 5 ns of
 * 10.
 *
 * <p>The elements exist beforehand, so that whatever is allocated is the queue's doing.
 */
@State(Scope.Group)
@OperationsPerInvocation(Transfer.BURST)
public abstract class Transfer extends ForkSettings {

    static final int BURST = 32;

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
        int sent = 0;
        while (sent < BURST) {
            int failures = 0;
            while (!queue.offer(thread.element)) {
                if (control.stopMeasurement) {
                    thread.sent(sent);
                    return;
                }
                waiting.pause(failures++);
            }
            sent++;
        }
        thread.sent(BURST);
    }

    final void receive(ConsumerThread thread, Control control, Blackhole blackhole) {
        int received = 0;
        while (received < BURST) {
            int failures = 0;
            Object element;
            while ((element = queue.poll()) == null) {
                if (control.stopMeasurement) {
                    thread.received(received);
                    return;
                }
                waiting.pause(failures++);
            }
            blackhole.consume(element);
            received++;
        }
        thread.received(BURST);
    }
}
