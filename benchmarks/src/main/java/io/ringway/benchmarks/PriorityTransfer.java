package io.ringway.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

/** Single operations with random priorities, through a queue that holds a certain number of elements all the while. */
@State(Scope.Group)
public abstract class PriorityTransfer extends ForkSettings {

    /** After how many elements a thread tells the others. */
    private static final int TELL_EVERY = 64;

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
        int priority = priority(priorities.next());
        int failures = 0;
        while (!queue.offer(thread.element, priority)) {
            if (control.stopMeasurement) {
                return;
            }
            waiting.pause(failures++);
        }
        if (priorities.toTell()) {
            surplus.getAndAdd(TELL_EVERY);
        }
        thread.sent(1);
    }

    final void receive(Priorities priorities, ConsumerThread thread, Control control, Blackhole blackhole) {
        int failures = 0;
        if (priorities.toTell()) {
            surplus.getAndAdd(-TELL_EVERY);
            while (held() > 0 && surplus.get() < -SLACK) {
                if (control.stopMeasurement) {
                    break;
                }
                waiting.pause(failures++);
            }
        }
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

    private static int next(int random) {
        int r = random;
        r ^= r << 13;
        r ^= r >>> 17;
        r ^= r << 5;
        return r;
    }

    /** A thread's own random numbers, and when it is its turn to tell how far it is. */
    @State(Scope.Thread)
    public static class Priorities {

        private int random = SEED ^ System.identityHashCode(this);
        private int calls;

        final int next() {
            random = PriorityTransfer.next(random == 0 ? SEED : random);
            return random;
        }

        final boolean toTell() {
            return ++calls % TELL_EVERY == 0;
        }
    }
}
