package io.ringway.durable;

import io.ringway.queues.SpscQueue;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Hands deliveries from the engine to whoever consumes them. One thread at a time is the consumer: who has claimed the
 * role, until it releases it. The producer is the sync thread while something is on its way through it, and else the
 * log thread.
 *
 * @param <E> what is handed over
 */
final class Mailbox<E> {

    private final SpscQueue<E> queue;
    private final AtomicBoolean claimed = new AtomicBoolean();

    /** How many went to the sync thread on their way here; written by the log thread alone. */
    private long sentRound;

    /** How many of them have arrived; written by the sync thread alone. */
    private volatile long arrived;

    Mailbox(int capacity) {
        queue = new SpscQueue<>(capacity);
    }

    // ---- producers

    /** Takes an element; returns false if there is no room for it. By the producer of the moment. */
    boolean hand(E element) {
        return queue.offer(element);
    }

    /** In the log thread: an element takes the way through the sync thread. */
    void goesRound() {
        sentRound++;
    }

    /** In the sync thread: takes an element that came that way. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    boolean handRound(E element) {
        boolean taken = queue.offer(element);
        // Volatile: the log thread that sees it becomes the producer, and finds what this one has done to the queue.
        arrived = arrived + 1;
        return taken;
    }

    /** In the log thread: whether it is the producer, and overtakes nothing. */
    boolean noneUnderWay() {
        return arrived == sentRound;
    }

    // ---- the consumer

    /**
     * Becomes the consumer if nobody is. After an element was handed over, or anything else has happened that the
     * consumer should look at.
     */
    boolean claim() {
        // Before the flag is looked at, what is in the queue must show: who releases the role looks there once more.
        VarHandle.fullFence();
        return !claimed.get() && claimed.compareAndSet(false, true);
    }

    /** Ends the role of the consumer. Returns whether there is something again: then it must be claimed, by anybody. */
    boolean release() {
        claimed.set(false);
        VarHandle.fullFence();
        return !queue.isEmpty();
    }

    @Nullable
    E poll() {
        return queue.poll();
    }

    void clear() {
        queue.clear();
    }
}
