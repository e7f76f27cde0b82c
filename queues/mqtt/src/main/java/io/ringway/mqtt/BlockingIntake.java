package io.ringway.mqtt;

import io.ringway.queues.MpscQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The queue for the policy {@link OverflowPolicy#BLOCK}: one ring for all, at which producers wait for room. */
final class BlockingIntake implements Intake {
    private final MpscQueue<Telemetry> ring;
    private final LongAdder interrupted = new LongAdder();

    BlockingIntake(int capacity) {
        ring = new MpscQueue<>(capacity);
    }

    /** Waits for room; false if the thread is interrupted meanwhile, and it still is then. */
    @Override
    public boolean queue(Telemetry reading) {
        try {
            ring.put(reading);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted.increment();
            return false;
        }
    }

    @Override
    public @Nullable Telemetry poll() {
        return ring.poll();
    }

    @Override
    public void endTurn() {
        // The ring itself is what tells producers of room.
    }

    @Override
    public int capacity() {
        return ring.capacity();
    }

    @Override
    public int size() {
        return ring.size();
    }

    @Override
    public boolean isEmpty() {
        return ring.isEmpty();
    }

    @Override
    public long accepted() {
        return ring.stats().enqueued();
    }

    @Override
    public long refused() {
        return interrupted.sum();
    }

    @Override
    public long evicted() {
        return 0;
    }

    @Override
    public void close() {
        ring.close();
    }
}
