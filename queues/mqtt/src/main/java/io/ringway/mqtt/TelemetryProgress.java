package io.ringway.mqtt;

import java.util.Map;

/** What the agent of a {@link TelemetryBatcher} has done and holds at one moment. */
record TelemetryProgress(
        long taken,
        long delivered,
        Map<DropReason, Long> dropped,
        Map<FlushCause, Long> batches,
        long batchedReadings,
        long batchedBytes,
        long acknowledged,
        long acknowledgementNanos,
        long unacknowledged,
        long unacknowledgedBytes,
        long held,
        long spooled,
        long spoolBytes,
        long recovered,
        long oldestNanos,
        long oldestSpooledMillis) {
    /** As {@link #oldestNanos}, {@link #oldestSpooledMillis}: there is none. */
    static final long NONE = Long.MAX_VALUE;
}
