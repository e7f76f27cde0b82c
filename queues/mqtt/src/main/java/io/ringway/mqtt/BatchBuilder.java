package io.ringway.mqtt;

import io.ringway.mqtt.TelemetrySpool.Stored;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batch that is being formed, from the spool or from live readings, never from both. Readings that can never be
 * sent are dropped here. For the thread of the agent.
 */
final class BatchBuilder {
    private final TelemetryEncoder encoder;
    private final int batchSize;
    private final TelemetryCounts counts;

    private List<Telemetry> readings = new ArrayList<>();

    /** The readings once more, with the numbers of their records, if they are from the spool. */
    private final List<Stored> stored = new ArrayList<>();

    private long spoolEnd = Batch.NOT_ON_DISK;
    private long beganAt;

    BatchBuilder(TelemetryEncoder encoder, int batchSize, TelemetryCounts counts) {
        this.encoder = encoder;
        this.batchSize = batchSize;
        this.counts = counts;
    }

    boolean isEmpty() {
        return readings.isEmpty();
    }

    /** Tells whether there are as many readings as a batch may have. */
    boolean isFull() {
        return readings.size() >= batchSize;
    }

    int size() {
        return readings.size();
    }

    /** Tells whether there are readings, and they are from the spool. */
    boolean isFromSpool() {
        return !stored.isEmpty();
    }

    /** Returns when the first reading was added. */
    long beganAt() {
        return beganAt;
    }

    /** Adds a live reading. Returns {@code false} if the batch has to be sent first. */
    boolean add(Telemetry reading, int limit, long now) {
        try {
            if (encoder.add(reading, limit)) {
                if (readings.isEmpty()) {
                    beganAt = now;
                }
                readings.add(reading);
            } else if (readings.isEmpty()) {
                counts.drop(DropReason.TOO_LARGE, 1, "a reading is larger than a payload may be, " + limit + " bytes");
            } else {
                return false;
            }
        } catch (RuntimeException e) {
            counts.drop(DropReason.NOT_ENCODABLE, 1, "the encoder cannot express a reading: " + e.getMessage());
        }
        return true;
    }

    /** Adds a reading from the spool. Returns {@code false} if the batch has to be sent first. */
    boolean add(Stored next, int limit, long now) {
        if (!add(next.reading(), limit, now)) {
            return false;
        }
        if (readings.size() > stored.size()) {
            stored.add(next);
        }
        spoolEnd = next.number() + 1; // if the reading was dropped, it leaves the spool with this batch
        return true;
    }

    /** Ends the batch, which has a reading, and begins another. */
    Batch cut() {
        Batch batch = new Batch(readings, encoder.finish(), beganAt, isFromSpool() ? spoolEnd : Batch.NOT_ON_DISK);
        readings = new ArrayList<>(batchSize);
        stored.clear();
        return batch;
    }

    /** Gives the readings back to where they came from, before those that are there. */
    void takeApart(@Nullable TelemetrySpool spool, ArrayDeque<Telemetry> live) {
        if (isEmpty()) {
            return;
        }
        encoder.finish();
        if (spool != null && isFromSpool()) {
            spool.giveBack(stored);
        } else {
            for (int i = readings.size() - 1; i >= 0; i--) {
                live.addFirst(readings.get(i));
            }
        }
        clear();
    }

    /** Forgets the readings. */
    void clear() {
        readings.clear();
        stored.clear();
    }

    /**
     * Forms smaller batches of the readings of a batch that was cut: this broker takes smaller packets only. Nothing
     * else is being formed.
     */
    List<Batch> split(Batch batch, int limit) {
        List<Batch> parts = new ArrayList<>();
        ArrayDeque<Telemetry> rest = new ArrayDeque<>(batch.readings);
        while (!rest.isEmpty()) {
            List<Telemetry> part = new ArrayList<>();
            while (!rest.isEmpty() && encoder.add(rest.peekFirst(), limit)) {
                part.add(rest.removeFirst());
            }
            if (part.isEmpty()) {
                rest.removeFirst();
                counts.drop(DropReason.TOO_LARGE, 1, "a reading is larger than the broker's packets");
            } else {
                // Releasing up to the head releases nothing: the last part settles the records of all.
                parts.add(new Batch(part, encoder.finish(), batch.beganAt, batch.isOnDisk() ? 0 : Batch.NOT_ON_DISK));
            }
        }
        if (parts.isEmpty()) {
            Batch nothing = new Batch(List.of(), new byte[0], batch.beganAt, batch.spoolEnd);
            nothing.acknowledged = true;
            return List.of(nothing);
        }
        parts.get(parts.size() - 1).spoolEnd = batch.spoolEnd;
        return parts;
    }
}
