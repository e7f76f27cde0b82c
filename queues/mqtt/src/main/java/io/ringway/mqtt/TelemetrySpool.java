package io.ringway.mqtt;

import io.ringway.log.SpoolRecord;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readings on disk: put behind the others, read on from the oldest, and given up when they have their outcome.
 * Counts those that damage or a bound of the spool takes before they are read. For the thread of the agent.
 */
final class TelemetrySpool {
    private static final Logger LOGGER = LoggerFactory.getLogger(TelemetryBatcher.class);

    /** How many bytes are put on disk by one sync at the most, but for the last reading's. */
    private static final int CHUNK_BYTES = 1 << 20;

    private final SpoolStore store;
    private final TelemetryCounts counts;
    private final RecordBuffer encoded = new RecordBuffer();
    private final RareLog log = new RareLog(LOGGER);

    /** Readings that were read and not taken. */
    private final ArrayDeque<Stored> replay = new ArrayDeque<>();

    /** The record after the last one that was read. */
    private long readTo;

    /** The record after the last one that was given up, or was to be. */
    private long releasedTo;

    /** How many records had become too old when this was last looked at. */
    private long agedSeen;

    /**
     * A reading that was read.
     *
     * @param number the number of its record
     */
    record Stored(long number, Telemetry reading) {}

    TelemetrySpool(SpoolStore store, TelemetryCounts counts) {
        this.store = store;
        this.counts = counts;
        readTo = store.head();
        releasedTo = readTo;
    }

    /** Returns what the spool takes on disk, in bytes. */
    long bytes() {
        return store.bytes();
    }

    /** Returns when the oldest reading was stored, in milliseconds since 1970-01-01 UTC; -1 if there is none. */
    long oldestMillis() {
        return store.oldestMillis();
    }

    /** Returns how many readings are on disk, those that were taken included. */
    long size() {
        return store.tail() - store.head();
    }

    /** Returns how many readings wait to be taken. */
    long unread() {
        return store.tail() - Math.max(readTo, store.head()) + replay.size();
    }

    /** Tells whether there is a reading that was not taken. */
    boolean hasUnread() {
        return !replay.isEmpty() || readTo < store.tail();
    }

    /**
     * Takes the oldest reading, which stays on disk. Returns {@code null} if {@link #readOn} has to be called first.
     */
    @Nullable
    Stored poll() {
        return replay.pollFirst();
    }

    /** Gives the readings back that were taken last, in their order. */
    void giveBack(List<Stored> readings) {
        for (int i = readings.size() - 1; i >= 0; i--) {
            replay.addFirst(readings.get(i));
        }
    }

    /** Reads the next readings. Returns {@code false} if that failed. */
    boolean readOn() {
        try {
            List<SpoolRecord> records = store.read();
            skipWhatIsGone();
            for (SpoolRecord stored : records) {
                long number = store.numberOf(stored);
                counts.drop(DropReason.CORRUPT, number - readTo);
                readTo = number + 1;
                Telemetry reading = TelemetryCodec.decode(ByteBuffer.wrap(stored.payload()));
                if (reading == null) {
                    counts.drop(DropReason.CORRUPT, 1);
                } else {
                    replay.addLast(new Stored(number, reading));
                }
            }
            return !records.isEmpty();
        } catch (RuntimeException e) {
            log.error("The spool cannot be read; what is in it waits. Repair the disk, and start anew", e);
            return false;
        }
    }

    /** Counts the records that a bound of the spool took before they were read. */
    private void skipWhatIsGone() {
        long aged = store.droppedForAge() - agedSeen;
        agedSeen += aged;
        long gone = store.head() - readTo;
        if (gone > 0) {
            readTo = store.head();
            aged = Math.min(gone, aged);
            counts.drop(DropReason.EXPIRED, aged);
            counts.drop(DropReason.SPOOL_FULL, gone - aged);
        }
    }

    /**
     * Moves readings to the disk, the first ones first.
     *
     * @throws RuntimeException if there is no room for all; those that remain are still in {@code readings}
     */
    int append(ArrayDeque<Telemetry> readings) {
        int count = 0;
        while (!readings.isEmpty()) {
            encoded.clear();
            for (Telemetry reading : readings) {
                if (encoded.length() >= CHUNK_BYTES || !encoded.add(reading, store.maxRecordBytes())) {
                    break;
                }
            }
            if (encoded.count() == 0) {
                readings.removeFirst();
                counts.drop(DropReason.TOO_LARGE, 1, "a reading is larger than a record of the spool");
                continue;
            }
            int stored = encoded.storeIn(store);
            for (int i = 0; i < stored; i++) {
                readings.removeFirst();
            }
            count += stored;
            skipWhatIsGone();
            if (stored < encoded.count()) {
                throw new IllegalStateException("there is no room on the disk of the spool");
            }
        }
        return count;
    }

    /**
     * Puts a batch on disk that was sent, and is not to be read again. Too large a reading stays in memory alone. What
     * is on disk already must have been read.
     *
     * @throws RuntimeException if there is no room for all; the batch is in memory alone then, and neither is a part of
     *     it to be read
     */
    int append(Batch batch) {
        ArrayDeque<Telemetry> live = new ArrayDeque<>(batch.readings);
        encoded.clear();
        live.removeIf(reading -> !encoded.add(reading, store.maxRecordBytes()));
        int count = live.size();
        try {
            append(live);
            batch.spoolEnd = store.tail();
        } finally {
            store.skipTo(store.tail());
            readTo = store.tail();
        }
        return count;
    }

    /** Gives up the readings before a record: they have their outcome. */
    void release(long upTo) {
        releasedTo = Math.max(releasedTo, upTo);
        try {
            store.release(upTo);
        } catch (RuntimeException e) {
            log.error("The spool cannot give up what was delivered; it will be delivered again after a restart", e);
        }
    }

    /** Gives up all that were read, if the last of them were dropped: no batch does it then. */
    void releaseDropped() {
        if (replay.isEmpty() && releasedTo < readTo) {
            release(readTo);
        }
    }

    /**
     * Ends the use of the disk.
     *
     * @param taken how many readings were taken and have no outcome. They may have left the spool for want of room
     */
    void close(long taken) {
        long left = taken + replay.size() + store.tail() - readTo;
        counts.drop(DropReason.SPOOL_FULL, Math.max(0, left - size()));
        try {
            store.close();
        } catch (RuntimeException e) {
            LOGGER.error("The spool cannot be closed in order", e);
        }
    }
}
