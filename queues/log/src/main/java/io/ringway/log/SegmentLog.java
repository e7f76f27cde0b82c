package io.ringway.log;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A log in a directory: segments of equal size, allocated before they are needed and used again, so that a sync writes
 * data only. The format is described in {@linkplain io.ringway.log the package}.
 *
 * <h2>What it survives</h2>
 *
 * <ul>
 *   <li>The end of the process at any moment: every appended batch is there, but for one that was being appended.
 *   <li>A power cut at any moment: every synced batch is there. What wasn't synced is there up to some batch, whatever
 *       part of it the disk has taken and in whichever order. What is cut off, {@link #tailCut} tells.
 *   <li>A full disk: {@link LogFullException} before anything is written, and on it goes when there is space again.
 *   <li>An interrupt of a thread in any method: nothing happens, and the thread stays interrupted.
 * </ul>
 *
 * <p>It refuses to go on, and says where and why, when a frame that was durable has changed, when a segment is missing
 * between others, when a file has an unknown format version, and when the log ends before its newest snapshot. Opening
 * looks at the headers of all segments and the frames of the last one; the frames of the others are checked when they
 * are replayed, or by {@code ringway log verify}.
 *
 * <p>A missing segment at either end is noticed by a replay from a position that is not there: see
 * {@link CommandLog#replay}.
 *
 * <h2>Cost</h2>
 *
 * Appending copies the batch once, into a buffer of 256 KiB that it writes from, and allocates nothing unless a segment
 * begins. Reading copies from the file, which is mapped into memory where the system can do that, so from the page
 * cache where it has the bytes. A segment that was read and is deleted gives its space back when the mapping is
 * collected as garbage. The heap holds about 200 bytes a segment. The disk holds the segments and up to three spare
 * ones; the directory belongs to one process at a time.
 */
public final class SegmentLog implements CommandLog {

    private static final int WRITE_BYTES = 1 << 18;
    private static final String LOCK = "lock";

    private final Path directory;
    private final FileLayer files;
    private final Closeable lock;
    private final Spares spares;
    private final Snapshots snapshots;
    private final int segmentBytes;
    private final int maxBatchBytes;
    private final @Nullable TailCut tailCut;

    private final SegmentFormat format = new SegmentFormat();
    private final ByteBuffer buffer;

    /**
     * By base, never empty; the last is the one that is appended to. Volatile: who reads it finds the segments in it
     * complete. Replaced under {@link #structure}, by a new segment and by a drop.
     */
    private volatile Segment[] segments;

    private final ReentrantLock structure = new ReentrantLock();
    private final ReentrantLock dropping = new ReentrantLock();

    /** Dropped, but its file couldn't be removed yet. Under {@link #dropping}. */
    private @Nullable Segment doomed;

    /**
     * One sync at a time: the system reports a failed write to one of two syncs that wait for it, and the other would
     * take it for durable.
     */
    private final ReentrantLock syncing = new ReentrantLock();

    /** Volatile, written under {@link #syncing}: who reads it may tell others that the log is durable up to there. */
    private volatile long syncedPosition;

    private volatile @Nullable LogException failure;
    private volatile boolean closed;

    /**
     * Opens the log in a directory, or begins one.
     *
     * @param directory where the log is; it is made if it isn't there
     * @param options how the files are kept
     * @return the log, ready to be replayed and appended to
     * @throws LogLockedException if the log is open already, here or in another process
     * @throws LogCorruptException if something that was durable is damaged or missing, or of an unknown format version
     * @throws LogException if the directory can't be used; the message says why
     */
    public static SegmentLog open(Path directory, SegmentLogOptions options) {
        FileLayer files = options.files();
        try {
            files.createDirectories(directory);
            Closeable lock = files.lock(directory.resolve(LOCK));
            try {
                return new SegmentLog(directory, options, lock);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LogException("the log in " + directory + " cannot be opened: " + e, e);
        }
    }

    private SegmentLog(Path directory, SegmentLogOptions options, Closeable lock) throws IOException {
        this.directory = directory;
        this.lock = lock;
        files = options.files();
        segmentBytes = options.segmentBytes();
        maxBatchBytes = Segment.maxPayload(options.segmentBytes());
        buffer = ByteBuffer.allocateDirect(Math.min(WRITE_BYTES, options.segmentBytes()));
        spares = new Spares(directory, files, options.segmentBytes());
        List<String> names = files.list(directory);
        snapshots = new Snapshots(directory, files, names);
        for (String name : names) {
            if (Spares.NAME.matcher(name).matches()) {
                spares.adopt(name);
            }
        }
        List<Segment> found = SegmentFiles.open(directory, files, names);
        try {
            if (found.isEmpty()) {
                requireNoSnapshot();
                segments = new Segment[] {install(stamp(0, 0))};
                syncedPosition = last().end();
                tailCut = null;
            } else {
                segments = found.toArray(Segment[]::new);
                tailCut = SegmentFiles.recoverTail(last());
                syncedPosition = last().end();
                mark();
                snapshots.requireAtMost(last().end(), last().path);
            }
        } catch (IOException | RuntimeException | Error e) {
            for (Segment segment : found) {
                segment.file.close();
            }
            throw e;
        }
    }

    private void requireNoSnapshot() {
        snapshots.requireAtMost(0, directory.resolve(Segment.name(0)));
    }

    /**
     * Returns what opening the log has cut off at its end.
     *
     * @return the cut; empty if the log ended with a whole frame and nothing behind it
     */
    public Optional<TailCut> tailCut() {
        return Optional.ofNullable(tailCut);
    }

    /**
     * Returns where the log is.
     *
     * @return the directory
     */
    public Path directory() {
        return directory;
    }

    @Override
    public long firstPosition() {
        return segments[0].base();
    }

    @Override
    public long nextPosition() {
        return last().end();
    }

    @Override
    public long syncedPosition() {
        return syncedPosition;
    }

    @Override
    public int maxBatchBytes() {
        return maxBatchBytes;
    }

    private Segment last() {
        Segment[] all = segments;
        return all[all.length - 1];
    }

    @Override
    public long append(ByteBuffer batch) {
        requireUsable();
        Batches.requireLength(batch, maxBatchBytes);
        Segment segment = last();
        if (!segment.hasRoom(batch.remaining())) {
            segment = rotate(segment);
        } else if (segment.end() - segment.base() > segment.header.size() / 2) {
            spares.prepare();
        }
        return write(segment, batch.duplicate());
    }

    /** Writes a frame, and behind it the zeros that end the log, over those that ended it before. */
    private long write(Segment segment, ByteBuffer payload) {
        long start = segment.end();
        long position = start + SegmentFormat.FRAME_HEADER_BYTES;
        int length = payload.remaining();
        long end = start + SegmentFormat.frameBytes(length);
        buffer.clear();
        format.putFrameHeader(buffer, segment.header.id(), position, syncedPosition, payload);
        long offset = start - segment.base();
        try {
            while (payload.remaining() > buffer.remaining()) {
                int part = buffer.remaining();
                buffer.put(payload.slice().limit(part));
                payload.position(payload.position() + part);
                offset = flush(segment, offset);
            }
            buffer.put(payload);
            long zerosTo = Math.min(end + SegmentFormat.FRAME_HEADER_BYTES, segment.limit());
            long zeros = zerosTo - segment.base() - offset - buffer.position();
            for (long i = 0; i < zeros; i++) {
                if (!buffer.hasRemaining()) {
                    offset = flush(segment, offset);
                }
                buffer.put((byte) 0);
            }
            flush(segment, offset);
        } catch (IOException e) {
            throw fail(segment.path, "cannot be written", e);
        }
        segment.endsWithMark(length == 0);
        segment.end(end);
        return position;
    }

    private long flush(Segment segment, long offset) throws IOException {
        buffer.flip();
        int bytes = buffer.remaining();
        segment.file.write(buffer, offset);
        buffer.clear();
        return offset + bytes;
    }

    /** Says that all before it is durable: damage there can't be taken for a torn tail from now on. */
    private void mark() {
        Segment segment = last();
        if (!segment.endsWithMark()) {
            write(segment, ByteBuffer.allocate(0));
        }
    }

    private Segment rotate(Segment full) {
        Spare spare;
        try {
            spare = stamp(full.limit(), full.end());
        } catch (IOException e) {
            throw new LogFullException(
                    "the log in " + directory + " cannot get another segment of " + segmentBytes + " bytes: " + e, e);
        }
        syncing.lock();
        try {
            requireUsable();
            // A segment that has a successor is durable: recovery relies on it.
            syncLast();
            Segment next = install(spare);
            structure.lock();
            try {
                Segment[] longer = Arrays.copyOf(segments, segments.length + 1);
                longer[longer.length - 1] = next;
                segments = longer;
            } finally {
                structure.unlock();
            }
            return next;
        } finally {
            syncing.unlock();
        }
    }

    /** A file that has the header of a segment, but not its name yet. */
    private record Spare(Path path, SegmentFormat.Header header) {}

    /** Writes the header of a new segment, durably. Nothing of it counts before {@link #install}. */
    private Spare stamp(long base, long previousEnd) throws IOException {
        Path path = spares.take();
        SegmentFormat.Header header = new SegmentFormat.Header(
                base, segmentBytes, ThreadLocalRandom.current().nextLong(), previousEnd);
        buffer.clear();
        SegmentFormat.putHeader(buffer, header);
        while (buffer.position() < SegmentFormat.HEADER_BYTES + SegmentFormat.FRAME_HEADER_BYTES) {
            buffer.put((byte) 0);
        }
        try (LogFile file = files.open(path)) {
            file.write(buffer.flip(), 0);
            file.sync();
        } catch (IOException | RuntimeException | Error e) {
            spares.giveBack(path);
            throw e;
        }
        return new Spare(path, header);
    }

    /** Makes a segment of it, durably. */
    private Segment install(Spare spare) {
        Path path = directory.resolve(Segment.name(spare.header.base()));
        try {
            files.rename(spare.path, path);
            files.syncDirectory(directory);
            return new Segment(path, files.open(path), spare.header, spare.header.base() + SegmentFormat.HEADER_BYTES);
        } catch (IOException e) {
            throw fail(path, "cannot be made durable", e);
        }
    }

    @Override
    public long sync() {
        requireOpen();
        long wanted = nextPosition();
        if (syncedPosition < wanted || failure != null) {
            syncing.lock();
            try {
                requireUsable();
                if (syncedPosition < wanted) {
                    syncLast();
                }
            } finally {
                syncing.unlock();
            }
        }
        return syncedPosition;
    }

    /** Syncs the last segment; those before it are durable. */
    private void syncLast() {
        Segment segment = last();
        long end = segment.end();
        if (end > syncedPosition) {
            try {
                segment.file.sync();
            } catch (IOException e) {
                throw fail(segment.path, "cannot be synced, so what was appended last may be lost", e);
            }
            syncedPosition = end;
        }
    }

    private LogException fail(Path path, String what, IOException cause) {
        LogException failed = new LogException(
                path + " " + what + ": " + cause + ". The log takes no more; what it holds can be read", cause);
        failure = failed;
        return failed;
    }

    @Override
    public void read(long position, ByteBuffer into) {
        requireOpen();
        Segment segment = segmentOf(position);
        int length = into.remaining();
        if (segment == null || position + length > segment.end() || position < 0) {
            long first = firstPosition();
            if (position >= 0 && position < first) {
                throw Batches.dropped(position, first);
            }
            throw new IllegalArgumentException("no frame has " + length + " bytes from position " + position);
        }
        int start = into.position();
        ByteBuffer mapped = segment.mapped();
        if (mapped == null) {
            readFile(segment, position, into);
        } else {
            copy(segment, mapped, position, into);
        }
        if (segment.isDropped()) {
            into.position(start);
            requireKept(segment, position);
        }
    }

    private void readFile(Segment segment, long position, ByteBuffer into) {
        int start = into.position();
        int length = into.remaining();
        int read;
        try {
            read = segment.file.read(into, position - segment.base());
        } catch (IOException e) {
            requireKept(segment, position);
            requireOpen();
            throw new LogException(segment.path + " cannot be read: " + e, e);
        }
        if (read < length) {
            into.position(start);
            requireKept(segment, position);
            throw new LogCorruptException(segment.path, position - segment.base() + read, "the file ends here");
        }
    }

    private void copy(Segment segment, ByteBuffer mapped, long position, ByteBuffer into) {
        int length = into.remaining();
        try {
            into.put(into.position(), mapped, (int) (position - segment.base()), length);
        } catch (InternalError e) {
            requireKept(segment, position);
            throw new LogException(segment.path + " cannot be read: " + e, e);
        }
        into.position(into.position() + length);
        // The bytes before the flag: once the file is used for something else, the flag is set.
        VarHandle.loadLoadFence();
    }

    void requireKept(Segment segment, long position) {
        if (segment.isDropped()) {
            throw Batches.dropped(position, firstPosition());
        }
    }

    /** Returns the segment whose addresses have the position; null if there is none. */
    @Nullable
    Segment segmentOf(long position) {
        Segment[] all = segments;
        int low = 0;
        int high = all.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Segment segment = all[middle];
            if (position < segment.base()) {
                high = middle - 1;
            } else if (position >= segment.limit()) {
                low = middle + 1;
            } else {
                return segment;
            }
        }
        return null;
    }

    @Override
    public void replay(long from, FrameHandler handler) {
        requireOpen();
        Segment[] all = segments;
        long end = all[all.length - 1].end();
        if (from < all[0].base()) {
            throw Batches.dropped(from, all[0].base());
        }
        if (from > end) {
            throw new LogCorruptException(
                    all[all.length - 1].path, 0, "the log ends at " + end + ", before position " + from);
        }
        LogCursor cursor = new LogCursor(this, from);
        while (cursor.next(end)) {
            handler.onFrame(cursor.position(), cursor.payload());
        }
    }

    @Override
    public void dropBefore(long position) {
        requireOpen();
        dropping.lock();
        try {
            removeDoomed();
            while (segments.length > 1 && segments[0].end() <= position) {
                doomed = takeFirst();
                removeDoomed();
            }
        } finally {
            dropping.unlock();
        }
    }

    /** Returns whether {@link #dropBefore} would drop something. */
    boolean wouldDrop(long position) {
        Segment[] all = segments;
        return all.length > 1 && all[0].end() <= position;
    }

    private Segment takeFirst() {
        structure.lock();
        try {
            Segment first = segments[0];
            segments = Arrays.copyOfRange(segments, 1, segments.length);
            first.drop();
            return first;
        } finally {
            structure.unlock();
        }
    }

    /** One at a time, each durably: a power cut must not take one and leave an older one. */
    private void removeDoomed() {
        Segment segment = doomed;
        if (segment == null) {
            return;
        }
        try {
            segment.file.close();
            spares.recycle(segment.path, segment.header.size());
        } catch (IOException e) {
            throw new LogException(segment.path + " cannot be removed: " + e, e);
        }
        doomed = null;
        try {
            files.syncDirectory(directory);
        } catch (IOException e) {
            throw fail(segment.path, "cannot be removed durably", e);
        }
    }

    @Override
    public void writeSnapshot(long position, SnapshotWriter writer) {
        sync();
        snapshots.write(position, nextPosition(), writer);
    }

    @Override
    public Optional<LogSnapshot> latestSnapshot() {
        requireOpen();
        return snapshots.latest(firstPosition());
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the log in " + directory + " is closed");
        }
    }

    private void requireUsable() {
        requireOpen();
        LogException before = failure;
        if (before != null) {
            throw new LogException("the log in " + directory + " has failed: " + before.getMessage(), before);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        LogException failed = null;
        if (failure == null) {
            try {
                sync();
                mark();
                sync();
            } catch (LogException e) {
                failed = e;
            }
        }
        closed = true;
        spares.close();
        List<Closeable> open = new ArrayList<>(
                Arrays.stream(segments).map(segment -> segment.file).toList());
        open.add(lock);
        for (Closeable each : open) {
            try {
                each.close();
            } catch (IOException e) {
                if (failed == null) {
                    failed = new LogException("the log in " + directory + " cannot be closed: " + e, e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
