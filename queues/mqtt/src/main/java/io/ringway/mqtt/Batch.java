package io.ringway.mqtt;

import io.ringway.mqtt.Link.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Readings that were sent together, and are kept until the broker has acknowledged them. */
final class Batch {
    /** As {@link #spoolEnd}: the readings are in memory alone. */
    static final long NOT_ON_DISK = -1;

    final List<Telemetry> readings;
    final byte[] payload;
    final long beganAt;

    /** The number after that of the last record in the spool that this batch settles. */
    long spoolEnd;

    @Nullable
    Connection connection;

    @Nullable
    CompletableFuture<?> acknowledgement;

    long sentAt;
    boolean acknowledged;

    Batch(List<Telemetry> readings, byte[] payload, long beganAt, long spoolEnd) {
        this.readings = readings;
        this.payload = payload;
        this.beganAt = beganAt;
        this.spoolEnd = spoolEnd;
    }

    boolean isOnDisk() {
        return spoolEnd != NOT_ON_DISK;
    }

    /** Tells whether it was sent, and the outcome isn't known. */
    boolean isUnderWay() {
        return acknowledgement != null && !acknowledgement.isDone();
    }

    /** Tells whether it has to be sent again. */
    boolean hasFailed() {
        return !acknowledged && acknowledgement == null;
    }
}
