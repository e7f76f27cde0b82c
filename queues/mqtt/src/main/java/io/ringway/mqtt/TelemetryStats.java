package io.ringway.mqtt;

import java.time.Duration;
import java.util.Map;

/**
 * What a {@link TelemetryBatcher} has done so far. The sum always holds when nothing moves: {@code offered + recovered
 * = delivered + pending + the sum of dropped}. While readings move, the figures are of slightly different moments.
 *
 * @param offered calls of {@link TelemetryBatcher#queue}, refused ones included
 * @param recovered readings that were in the spool when the batcher was made
 * @param delivered readings that the broker has acknowledged
 * @param pending readings that wait: in the queue, in the spool, in a batch, or for their acknowledgement. After the
 *     batcher was closed: readings in the spool
 * @param dropped readings that were given up, by reason
 * @param unacknowledged readings sent and not yet acknowledged
 * @param unacknowledgedBytes the sum of the sizes of the payloads that hold these, in bytes
 * @param spooled readings in the spool that wait to be sent
 * @param spoolBytes what the spool takes on disk, in bytes
 * @param oldestAge how long the oldest pending reading has waited at most; zero if none is pending
 * @param batches batches sent for the first time, by cause
 * @param batchedReadings readings in these batches
 * @param batchedBytes the sum of the sizes of the payloads of these batches, in bytes
 * @param acknowledged batches that the broker has acknowledged
 * @param acknowledgementTime the sum of the times from sending these to their acknowledgement
 */
public record TelemetryStats(
        long offered,
        long recovered,
        long delivered,
        long pending,
        Map<DropReason, Long> dropped,
        long unacknowledged,
        long unacknowledgedBytes,
        long spooled,
        long spoolBytes,
        Duration oldestAge,
        Map<FlushCause, Long> batches,
        long batchedReadings,
        long batchedBytes,
        long acknowledged,
        Duration acknowledgementTime) {

    /**
     * Returns how many readings were given up for whatever reason.
     *
     * @return the sum of {@link #dropped}
     */
    public long droppedInAll() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
}
