package io.ringway.log;

import java.nio.ByteBuffer;

/** Checks that every log makes. */
final class Batches {

    private Batches() {}

    static void requireLength(ByteBuffer batch, int limit) {
        int length = batch.remaining();
        if (length < 1 || length > limit) {
            throw new IllegalArgumentException("a batch has from 1 to " + limit + " bytes: " + length);
        }
    }

    static void requireSnapshotPosition(long position, long before, long next) {
        if (position < 0 || position <= before || position > next) {
            throw new IllegalArgumentException("a snapshot's position is above " + before
                    + ", that of the one before, and at most the end of the log, " + next + ": " + position);
        }
    }

    static LogDroppedException dropped(long position, long first) {
        return new LogDroppedException("position " + position + " was dropped: the log begins at " + first);
    }
}
