package io.ringway.mqtt;

import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of the readings that left the queue of a {@link TelemetryBatcher}. For the thread of its agent. */
final class TelemetryCounts {
    private static final Logger LOGGER = LoggerFactory.getLogger(TelemetryBatcher.class);

    private final Map<DropReason, Long> dropped = zeros(DropReason.class);
    private final Map<FlushCause, Long> batches = zeros(FlushCause.class);
    private final RareLog dropLog = new RareLog(LOGGER);

    /** Readings that were taken from the queue. */
    long taken;

    long delivered;
    long batchedReadings;
    long batchedBytes;
    long acknowledged;
    long acknowledgementNanos;

    /** Tells whether the published progress is out of date. */
    boolean changed;

    private static <K extends Enum<K>> Map<K, Long> zeros(Class<K> keys) {
        Map<K, Long> map = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            map.put(key, 0L);
        }
        return map;
    }

    void batch(Batch batch, FlushCause cause) {
        batches.merge(cause, 1L, Long::sum);
        batchedReadings += batch.readings.size();
        batchedBytes += batch.payload.length;
    }

    void acknowledge(Batch batch, long now) {
        delivered += batch.readings.size();
        acknowledged++;
        acknowledgementNanos += now - batch.sentAt;
    }

    void drop(DropReason reason, long count) {
        if (count == 0) {
            return;
        }
        dropLog.warn("Dropped " + count + " readings: " + reason);
        dropped.merge(reason, count, Long::sum);
        changed = true;
    }

    void drop(DropReason reason, long count, String why) {
        drop(reason, count);
        LOGGER.debug("Dropped {} readings: {}", count, why);
    }

    /** Returns a copy. */
    Map<DropReason, Long> dropped() {
        return new EnumMap<>(dropped);
    }

    /** Returns a copy. */
    Map<FlushCause, Long> batches() {
        return new EnumMap<>(batches);
    }
}
