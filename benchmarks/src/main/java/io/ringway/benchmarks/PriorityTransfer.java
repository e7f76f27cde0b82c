package io.ringway.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

/** Single operations with random priorities, through a queue that holds a certain number of elements all the while. */
@State(Scope.Group)
@OperationsPerInvocation(PriorityTransfer.BURST)
public abstract class PriorityTransfer extends ForkSettings {

    /** Elements in each call: what JMH does between two calls counts less. */
    static final int BURST = 32;

    /** How far below the number that it should hold the queue may get. */
    private static final int SLACK = 512;

    private static final int SEED = 0x2545F491;

    /** What a thread does after a failed attempt. */
    @Param({"spin", "yield"})
    public String idle;

    /** How many elements have come since the queue was filled, less those that have gone; about. */
    private final AtomicLong surplus = new AtomicLong();

    private Prioritized queue;
    private Idle waiting;

    abstract String contender();

    abstract int capacity();

    /** How many elements the queue should hold at least. */
    abstract int held();

    abstract int priority(int random);

    /** Makes the queue and fills it as far as it should be. */
    @Setup(Level.Trial)
    public void open() {
        queue = (Prioritized) Contenders.queue(contender(), capacity());
        waiting = Idle.named(idle);
        int random = SEED;
        for (int i = 0; i < held(); i++) {
            random = next(random);
            queue.offer(new Object(), priority(random));
        }
    }

    final void send(Priorities priorities, ProducerThread thread, Control control) {
        int sent = 0;
        while (sent < BURST) {
            int priority = priority(priorities.next());
            int failures = 0;
            while (!queue.offer(thread.element, priority)) {
                if (control.stopMeasurement) {
                    finish(thread, sent);
                    return;
                }
                waiting.pause(failures++);
            }
            sent++;
        }
        finish(thread, sent);
    }

    private void finish(ProducerThread thread, int sent) {
        surplus.getAndAdd(sent);
        thread.sent(sent);
    }

    final void receive(ConsumerThread thread, Control control, Blackhole blackhole) {
        int failures = 0;
        while (held() > 0 && surplus.get() < -SLACK && !control.stopMeasurement) {
            waiting.pause(failures++);
        }
        int received = 0;
        while (received < BURST) {
            failures = 0;
            Object element;
            while ((element = queue.poll()) == null) {
                if (control.stopMeasurement) {
                    finish(thread, received);
                    return;
                }
                waiting.pause(failures++);
            }
            blackhole.consume(element);
            received++;
        }
        finish(thread, received);
    }

    private void finish(ConsumerThread thread, int received) {
        surplus.getAndAdd(-received);
        thread.received(received);
    }

    private static int next(int random) {
        int r = random;
        r ^= r << 13;
        r ^= r >>> 17;
        r ^= r << 5;
        return r;
    }

    /** A producer's own random numbers. */
    @State(Scope.Thread)
    public static class Priorities {

        private int random = SEED ^ System.identityHashCode(this);

        final int next() {
            random = PriorityTransfer.next(random == 0 ? SEED : random);
            return random;
        }
    }
}
