package io.ringway.mqtt;

import io.ringway.log.Spool;
import io.ringway.log.SpoolOptions;
import io.ringway.log.SpoolRecord;
import io.ringway.log.SpoolStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Spool} whose records are numbered from the oldest that it had when it was opened, which is 0. So the head
 * and the tail are known without reading. Damaged files are no reason not to begin: what can be read is kept. For one
 * thread at a time.
 */
final class SpoolStore implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SpoolStore.class);

    private static final int SMALLEST_SEGMENT = 1 << 16;
    private static final int LARGEST_SEGMENT = 1 << 24;
    private static final int COMMAND_SEGMENT = 1 << 22;
    private static final int CHUNK_RECORDS = 4096;
    private static final int CHUNK_BYTES = 1 << 20;

    private final Spool spool;
    /** The sequence number of record 0; known from the first read on. */
    private long origin = -1;

    private long readTo;
    private SpoolStats stats;

    private SpoolStore(Spool spool) {
        this.spool = spool;
        stats = spool.stats();
        readTo = head();
    }

    /** Opens a store for readings, whose oldest go when it is full. */
    static SpoolStore forTelemetry(Path directory, long maxBytes, Duration maxAge) {
        long segment = Math.max(SMALLEST_SEGMENT, Math.min(LARGEST_SEGMENT, Long.highestOneBit(maxBytes / 16)));
        return open(
                directory,
                SpoolOptions.defaults()
                        .withMaxBytes(maxBytes)
                        .withMaxAge(maxAge)
                        .withSegmentBytes((int) segment));
    }

    /** Opens a store for commands, whose queue has bounds of its own. */
    static SpoolStore forCommands(Path directory) {
        return open(
                directory,
                SpoolOptions.defaults()
                        .withMaxBytes(1L << 40)
                        .withMaxAge(Duration.ofDays(100_000))
                        .withDropOldest(false)
                        .withSegmentBytes(COMMAND_SEGMENT));
    }

    private static SpoolStore open(Path directory, SpoolOptions options) {
        Spool spool = Spool.open(directory, options.withKeepReadable(true));
        spool.damage()
                .ifPresent(damage -> LOGGER.error(
                        "The spool in {} is damaged. What can be read is kept, the rest is lost: {}",
                        directory,
                        damage));
        return new SpoolStore(spool);
    }

    /** Returns the number of the oldest record. It grows by {@link #release}, and when a bound makes records go. */
    long head() {
        return stats.acknowledged() + stats.droppedForBytes() + stats.droppedForAge();
    }

    /** Returns the number that the next record will get. */
    long tail() {
        return stats.recovered() + stats.stored();
    }

    /** Returns what the records take on disk, in bytes. */
    long bytes() {
        return stats.pendingBytes();
    }

    /** Returns when the oldest record was stored, in milliseconds since 1970-01-01 UTC; -1 if there is none. */
    long oldestMillis() {
        return stats.oldestMillis();
    }

    /** Returns how many records became too old. */
    long droppedForAge() {
        return stats.droppedForAge();
    }

    int maxRecordBytes() {
        return spool.maxRecordBytes();
    }

    /** Stores records, durably, and returns how many of them, from the first on, there was room for. */
    int append(List<byte[]> records) {
        try {
            return spool.append(records);
        } finally {
            stats = spool.stats();
        }
    }

    /** Stores the records that stand one behind the other in an array, as {@link #append(List)} does. */
    int append(byte[] bytes, int[] ends, int count) {
        try {
            return spool.append(bytes, ends, count);
        } finally {
            stats = spool.stats();
        }
    }

    /** Reads on from where the last read has ended. */
    List<SpoolRecord> read() {
        List<SpoolRecord> records = spool.read(CHUNK_RECORDS, CHUNK_BYTES);
        stats = spool.stats();
        if (!records.isEmpty()) {
            if (origin < 0) {
                origin = records.get(0).sequence() - head(); // the first read begins with the oldest record
            }
            readTo = numberOf(records.get(records.size() - 1)) + 1;
        }
        return records;
    }

    long numberOf(SpoolRecord record) {
        return record.sequence() - origin;
    }

    /** Reads on to a record without using what is before it. */
    void skipTo(long number) {
        while (readTo < number && !read().isEmpty()) {}
    }

    /** Gives up the records with lower numbers: they have arrived. */
    void release(long upTo) {
        if (upTo <= head()) {
            return;
        }
        skipTo(upTo);
        try {
            int unused = spool.acknowledge(origin + upTo - 1);
        } finally {
            stats = spool.stats();
        }
    }

    @Override
    public void close() {
        spool.close();
    }
}
