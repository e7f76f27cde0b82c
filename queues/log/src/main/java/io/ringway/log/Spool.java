package io.ringway.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of records on disk, for what can't be sent now. Records go in at the end in batches, come out at the
 * head in the order in which they were stored, and stay until they are acknowledged.
 *
 * <h2>Guarantees</h2>
 *
 * <ul>
 *   <li>A record that {@link #append} has counted as stored survives kill -9 and a power cut.
 *   <li>After a crash of the process the records are there that were stored and not acknowledged, and none that was
 *       acknowledged. After a power cut, records may come again that were acknowledged shortly before.
 *   <li>The bounds hold at any time. What leaves the spool without having been acknowledged is counted by reason:
 *       {@link SpoolStats}.
 *   <li>A full disk refuses new records and keeps the old ones; it goes on when there is space again.
 *   <li>Damage is reported when the spool is opened, with the file, the offset and the reason; or, with
 *       {@link SpoolOptions#keepReadable}, the records that can be read are kept and the others counted.
 * </ul>
 *
 * <h2>Threads and cost</h2>
 *
 * Any thread may call any method; they wait for each other, also while one of them waits for the disk. The heap holds
 * two batches at most, however many records there are. The directory belongs to one process at a time.
 */
public final class Spool implements AutoCloseable {

    /** Records of one append beyond this many bytes go into several frames. */
    private static final int FRAME_BYTES = 1 << 18;

    private static final String LOCK = "lock";

    private final Path directory;
    private final SpoolOptions options;
    private final long maxAgeMillis;
    private final Closeable lock;
    private final SpoolHead head;
    private final SegmentLog log;
    private final int maxRecordBytes;
    private final @Nullable String damage;
    private final long recovered;
    private final long lost;

    /** All that follows is for its holder alone. */
    private final ReentrantLock guard = new ReentrantLock();

    private ByteBuffer batch = ByteBuffer.allocate(1 << 14);
    private final Reader oldest;
    private Reader cursor;

    /** Records from here on are in the log and may not be durable: {@link #append} is at work, or has failed. */
    private long durableSequence;

    private long nextSequence;
    private long pendingBytes;
    private long stored;
    private long acknowledged;
    private long droppedForBytes;
    private long droppedForAge;
    private long refused;
    private boolean closed;

    /** The records of an append, wherever their bytes are. */
    private interface Records {
        int count();

        int length(int index);

        void put(int index, long millis, ByteBuffer frame);
    }

    /** A record, and its frame once it was read. */
    private static final class Reader {
        private final LogCursor frames;
        private @Nullable SpoolFrame frame;
        long sequence;

        Reader(SegmentLog log, SpoolHead.Place place) {
            frames = new LogCursor(log, place.position());
            sequence = place.sequence();
        }

        /** Returns the frame of the record, which the log must have. */
        SpoolFrame frame(SegmentLog log) {
            SpoolFrame current = frame;
            while (current == null || sequence >= current.next()) {
                if (!frames.next(log.nextPosition())) {
                    throw new LogException("the log in " + log.directory() + " has no record " + sequence, null);
                }
                current = new SpoolFrame(frames.payload());
                frame = current;
            }
            return current;
        }

        /** Returns a position for which the frame of the record is there or behind. */
        long position(long otherwise) {
            SpoolFrame current = frame;
            if (current == null) {
                return otherwise;
            }
            return sequence < current.next() ? frames.position() : frames.end();
        }
    }

    /**
     * Opens the spool in a directory, or begins one.
     *
     * @param directory where the spool is; it is made if it isn't there
     * @param options its limits
     * @return the spool; the next {@link #read} begins with the oldest record that is not acknowledged
     * @throws LogLockedException if the spool is open already, here or in another process
     * @throws LogCorruptException if files are damaged or missing, and damage is to be refused
     * @throws LogException if the directory can't be used; the message says why
     */
    public static Spool open(Path directory, SpoolOptions options) {
        FileLayer files = options.files();
        try {
            files.createDirectories(directory);
            Closeable lock = files.lock(directory.resolve(LOCK));
            try {
                return new Spool(directory, options, lock);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LogException("the spool in " + directory + " cannot be opened: " + e, e);
        }
    }

    private Spool(Path directory, SpoolOptions options, Closeable lock) throws IOException {
        this.directory = directory;
        this.options = options;
        this.lock = lock;
        SpoolFiles.Opened opened = SpoolFiles.open(directory, options);
        head = opened.head();
        log = opened.log();
        damage = opened.damage();
        lost = opened.lost();
        nextSequence = opened.nextSequence();
        durableSequence = nextSequence;
        pendingBytes = opened.pendingBytes();
        recovered = nextSequence - head.place().sequence();
        oldest = new Reader(log, head.place());
        cursor = new Reader(log, head.place());
        Duration longest = Duration.ofMillis(Long.MAX_VALUE);
        maxAgeMillis = (options.maxAge().compareTo(longest) < 0 ? options.maxAge() : longest).toMillis();
        int overhead = SpoolFrame.HEADER_BYTES + SpoolFrame.RECORD_HEADER_BYTES;
        maxRecordBytes = (int) Math.min(
                log.maxBatchBytes() - overhead, options.maxBytes() - overhead - SegmentFormat.FRAME_HEADER_BYTES);
    }

    /**
     * Returns the size of the largest record.
     *
     * @return bytes, at least 1
     */
    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    /**
     * Returns what was wrong with the files when the spool was opened, if it was to keep what can be read.
     *
     * @return file, offset and reason of the first damage; empty if there was none
     */
    public Optional<String> damage() {
        return Optional.ofNullable(damage);
    }

    /**
     * Returns what opening the spool has cut off behind the last record: what was being appended when the process or
     * the machine stopped.
     *
     * @return the cut; empty if there was nothing
     */
    public Optional<TailCut> tailCut() {
        return log.tailCut();
    }

    /**
     * Stores records at the end, durably. One call is one wait for the disk: store many at a time.
     *
     * @param records the records, each from 0 to {@link #maxRecordBytes} bytes
     * @return how many were stored, beginning with the first. Fewer than given if there was no room for the others: the
     *     spool is full and refuses new records, which are then counted as refused, or the disk is full
     * @throws IllegalArgumentException if a record is too large. Nothing was stored
     * @throws LogFullException if the disk is full and not one record was stored. The spool is as it was, but for
     *     records that it gave up for these; a later call works when there is space again
     * @throws LogException if the disk failed: none of the records counts as stored. It is final; what is there can be
     *     read
     * @throws IllegalStateException if the spool is closed
     */
    public int append(List<byte[]> records) {
        return append(new Records() {
            @Override
            public int count() {
                return records.size();
            }

            @Override
            public int length(int index) {
                return records.get(index).length;
            }

            @Override
            public void put(int index, long millis, ByteBuffer frame) {
                byte[] record = records.get(index);
                SpoolFrame.putRecord(frame, millis, record, 0, record.length);
            }
        });
    }

    /**
     * Stores records that stand one behind the other in an array, as {@link #append(List)} does: for those who use one
     * array again and again, and so leave nothing to the collector.
     *
     * @param bytes the records, the first one from index 0 on. They are copied
     * @param ends for each record the index behind its last byte; not less than that of the record before
     * @param count how many records there are
     * @return how many were stored, beginning with the first
     * @throws IndexOutOfBoundsException if {@code count} is negative or more than there are ends, or if an end is
     *     beyond the array or before the end of the record before. Nothing was stored
     * @throws IllegalArgumentException if a record is too large. Nothing was stored
     * @throws LogFullException as {@link #append(List)}
     * @throws LogException as {@link #append(List)}
     * @throws IllegalStateException if the spool is closed
     */
    public int append(byte[] bytes, int[] ends, int count) {
        Objects.checkFromIndexSize(0, count, ends.length);
        for (int i = 0; i < count; i++) {
            Objects.checkFromToIndex(begin(ends, i), ends[i], bytes.length);
        }
        return append(new Records() {
            @Override
            public int count() {
                return count;
            }

            @Override
            public int length(int index) {
                return ends[index] - begin(ends, index);
            }

            @Override
            public void put(int index, long millis, ByteBuffer frame) {
                SpoolFrame.putRecord(frame, millis, bytes, begin(ends, index), length(index));
            }
        });
    }

    private static int begin(int[] ends, int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    private int append(Records records) {
        for (int i = 0; i < records.count(); i++) {
            if (records.length(i) > maxRecordBytes) {
                throw new IllegalArgumentException(
                        "a record has at most " + maxRecordBytes + " bytes: " + records.length(i));
            }
        }
        guard.lock();
        try {
            requireOpen();
            expire();
            int done = 0;
            LogFullException full = null;
            while (done < records.count() && full == null) {
                try {
                    int written = appendFrame(records, done);
                    if (written == 0) {
                        refused += records.count() - done;
                        break;
                    }
                    done += written;
                } catch (LogFullException e) {
                    full = e;
                }
            }
            if (full != null && done == 0) {
                throw full;
            }
            log.sync();
            durableSequence = nextSequence;
            return done;
        } finally {
            guard.unlock();
        }
    }

    /** Writes the records from {@code from} on that fit into one frame; returns how many, 0 if there is no room. */
    private int appendFrame(Records records, int from) {
        batch.clear().putLong(nextSequence);
        long millis = options.clock().millis();
        long cost = 0;
        int count = 0;
        while (from + count < records.count()) {
            int length = records.length(from + count);
            int bytes = SpoolFrame.RECORD_HEADER_BYTES + length;
            if (count > 0 && batch.position() + bytes > Math.min(FRAME_BYTES, log.maxBatchBytes())) {
                break;
            }
            long recordCost = SpoolFrame.cost(length, count == 0);
            if (!makeRoom(cost + recordCost)) {
                break;
            }
            if (batch.remaining() < bytes) {
                int size = Math.max(batch.position() + bytes, 2 * batch.capacity());
                batch = ByteBuffer.allocate(size).put(batch.flip());
            }
            records.put(from + count, millis, batch);
            cost += recordCost;
            count++;
        }
        if (count > 0) {
            moveHead();
            log.append(batch.flip());
            nextSequence += count;
            pendingBytes += cost;
            stored += count;
        }
        return count;
    }

    /** Sees to it that {@code bytes} more can be pending; returns whether they can. */
    private boolean makeRoom(long bytes) {
        while (pendingBytes + bytes > options.maxBytes()) {
            if (!options.dropOldest() || oldest.sequence == nextSequence) {
                return false;
            }
            removeOldest();
            droppedForBytes++;
        }
        return true;
    }

    private void removeOldest() {
        pendingBytes -= oldest.frame(log).cost(oldest.sequence);
        oldest.sequence++;
    }

    /** Gives up what is too old. */
    private void expire() {
        long millis = options.clock().millis();
        while (oldest.sequence < nextSequence && millis - oldest.frame(log).millis(oldest.sequence) > maxAgeMillis) {
            removeOldest();
            droppedForAge++;
        }
        moveHead();
    }

    /** Remembers where the pending records begin, and frees the files before. */
    private void moveHead() {
        SpoolHead.Place before = head.place();
        if (oldest.sequence == before.sequence()) {
            return;
        }
        long position = oldest.position(before.position());
        try {
            head.move(new SpoolHead.Place(before.generation(), oldest.sequence, position));
            if (log.wouldDrop(position)) {
                // A power cut must not take the files and keep the place that needs them.
                head.sync();
                log.dropBefore(position);
            }
        } catch (IOException e) {
            throw new LogException(head.path() + " cannot be written: " + e, e);
        }
    }

    /**
     * Reads on from where the last read ended: at first, and after {@link #rewind}, from the oldest pending record.
     * Records stay until they are acknowledged.
     *
     * @param maxRecords how many records at most, at least 1
     * @param maxBytes how many bytes of payload at most, at least 1; one record is returned even if it has more
     * @return the records in the order in which they were stored; empty if all have been read
     * @throws IllegalArgumentException if a limit is less than 1
     * @throws LogCorruptException if a record isn't what was stored
     * @throws LogException if the files can't be read
     * @throws IllegalStateException if the spool is closed
     */
    public List<SpoolRecord> read(int maxRecords, int maxBytes) {
        if (maxRecords < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "limits must be at least 1: maxRecords " + maxRecords + ", maxBytes " + maxBytes);
        }
        guard.lock();
        try {
            requireOpen();
            expire();
            if (cursor.sequence < oldest.sequence) {
                cursor = new Reader(log, head.place());
            }
            List<SpoolRecord> records = new ArrayList<>();
            long bytes = 0;
            while (records.size() < maxRecords && cursor.sequence < durableSequence) {
                long sequence = cursor.sequence;
                SpoolFrame frame = cursor.frame(log);
                bytes += frame.length(sequence);
                if (bytes > maxBytes && !records.isEmpty()) {
                    break;
                }
                records.add(new SpoolRecord(sequence, frame.millis(sequence), frame.payload(sequence)));
                cursor.sequence++;
            }
            return records;
        } finally {
            guard.unlock();
        }
    }

    /** Makes the next {@link #read} begin with the oldest pending record again. */
    public void rewind() {
        guard.lock();
        try {
            requireOpen();
            cursor = new Reader(log, head.place());
        } finally {
            guard.unlock();
        }
    }

    /**
     * Removes the records up to one that was read: they have arrived where they should.
     *
     * @param sequence the number of the last of them; less than that of the oldest pending one does nothing
     * @return how many this call has removed; those that were given up meanwhile are not among them
     * @throws IllegalArgumentException if that record has not been read since the last {@link #rewind}
     * @throws LogException if the files can't be written
     * @throws IllegalStateException if the spool is closed
     */
    public int acknowledge(long sequence) {
        guard.lock();
        try {
            requireOpen();
            if (sequence >= Math.max(cursor.sequence, oldest.sequence)) {
                throw new IllegalArgumentException(
                        "record " + sequence + " has not been read: the next one to read is " + cursor.sequence);
            }
            int count = 0;
            while (oldest.sequence <= sequence) {
                removeOldest();
                count++;
            }
            acknowledged += count;
            moveHead();
            return count;
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns the number of pending records: stored, and neither acknowledged nor given up.
     *
     * @return at least 0
     */
    public long pending() {
        guard.lock();
        try {
            return nextSequence - oldest.sequence;
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns what the spool holds, and what has happened to its records.
     *
     * @return values of one instant
     * @throws LogException if the oldest record can't be read
     * @throws IllegalStateException if the spool is closed
     */
    public SpoolStats stats() {
        guard.lock();
        try {
            requireOpen();
            boolean empty = oldest.sequence == nextSequence;
            return new SpoolStats(
                    nextSequence - oldest.sequence,
                    pendingBytes,
                    options.maxBytes(),
                    empty ? -1 : oldest.frame(log).millis(oldest.sequence),
                    recovered,
                    stored,
                    acknowledged,
                    droppedForBytes,
                    droppedForAge,
                    refused,
                    lost);
        } finally {
            guard.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the spool in " + directory + " is closed");
        }
    }

    /**
     * Ends the use of the spool. Its records stay for the next time. Closing again does nothing.
     *
     * @throws LogException if the files can't be closed properly; the spool is closed all the same
     */
    @Override
    public void close() {
        guard.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (lock;
                    head;
                    log) {
                head.sync();
            } catch (IOException e) {
                throw new LogException("the spool in " + directory + " cannot be closed: " + e, e);
            }
        } finally {
            guard.unlock();
        }
    }
}
