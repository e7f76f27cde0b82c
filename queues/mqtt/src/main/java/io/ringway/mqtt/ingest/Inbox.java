package io.ringway.mqtt.ingest;

import io.ringway.mqtt.ingest.Counts.Cause;
import io.ringway.queues.MpscQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for a transaction, and whether one is due. Any thread puts messages in; one thread, the
 * writer's, asks and cuts batches.
 */
final class Inbox {

    private final MpscQueue<Message> statuses;
    private final MpscQueue<Message> values;
    private final int batchSize;
    private final int window;
    private final Runnable wakeUp;

    /** Messages in the queues; and among them, and refused since, those that the broker wants acknowledged. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final AtomicInteger unacknowledged = new AtomicInteger();

    /** The messages of one transaction. */
    record Batch(List<Message> statuses, List<Message> values, boolean isFull) {

        int size() {
            return statuses.size() + values.size();
        }

        /** All of them, those about status first. */
        List<Message> messages() {
            List<Message> all = new ArrayList<>(statuses);
            all.addAll(values);
            return all;
        }
    }

    /** {@code wakeUp} makes the thread that cuts look whether a batch is due; any thread may run it. */
    Inbox(int queueCapacity, int batchSize, int window, Runnable wakeUp) {
        this.statuses = new MpscQueue<>(queueCapacity);
        this.values = new MpscQueue<>(queueCapacity);
        this.batchSize = batchSize;
        this.window = window;
        this.wakeUp = wakeUp;
    }

    /** Puts a message in; false if its queue is full. Any thread. */
    boolean offer(Message message) {
        MpscQueue<Message> queue = message.feed() == null ? statuses : values;
        boolean wantsAck = message.acknowledge() != null;
        if (!queue.offer(message)) {
            return false;
        }
        // Only the message that makes it due wakes the thread: it looks at both counts before it sleeps.
        boolean full = waiting.incrementAndGet() == batchSize;
        boolean windowUsed = wantsAck && unacknowledged.incrementAndGet() == window;
        if (full || windowUsed) {
            wakeUp.run();
        }
        return true;
    }

    /** Notes that a message was refused and acknowledged. Any thread. */
    void refused() {
        // Its acknowledgement goes out in the order of arrival: until those before it are written it takes up room in
        // the broker's window.
        if (waiting.get() > 0 && unacknowledged.incrementAndGet() == window) {
            wakeUp.run();
        }
    }

    /** Returns why a batch is due; null if none is. */
    @Nullable
    Cause due() {
        if (waiting.get() >= batchSize) {
            return Cause.SIZE;
        }
        return unacknowledged.get() >= window ? Cause.WINDOW : null;
    }

    /** Takes what waits, up to the size of a batch. */
    Batch cut() {
        // Before the queues are emptied: what arrives in between counts for the next time, which is then early at
        // worst.
        unacknowledged.set(0);
        List<Message> status = take(statuses, batchSize);
        List<Message> value = take(values, batchSize - status.size());
        int taken = status.size() + value.size();
        waiting.addAndGet(-taken);
        return new Batch(status, value, taken == batchSize);
    }

    private static List<Message> take(MpscQueue<Message> queue, int limit) {
        List<Message> taken = new ArrayList<>(Math.min(limit, queue.size()));
        queue.drain(taken::add, limit);
        return taken;
    }
}
