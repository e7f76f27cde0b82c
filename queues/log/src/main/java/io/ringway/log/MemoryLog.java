package io.ringway.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory, for tests of what is built on a log. It keeps the contract of {@link CommandLog} but for what only a
 * file can do: nothing survives the process. Each frame is a segment of its own, so {@link #dropBefore} frees exactly
 * the frames below its position. Closed logs can't be read; {@link #reopen} gives what a restart would find.
 */
public final class MemoryLog implements CommandLog {

    private static final int MAX_BATCH_BYTES = 1 << 26;

    /** As in a file, a frame has a header: the position of a payload isn't the end of the payload before. */
    private static final int HEADER_BYTES = 24;

    private final ConcurrentNavigableMap<Long, byte[]> frames;
    private volatile long firstPosition;
    private volatile long nextPosition;
    private volatile long syncedPosition;
    private volatile @Nullable Stored snapshot;
    private volatile boolean closed;

    /** Creates an empty log. */
    public MemoryLog() {
        frames = new ConcurrentSkipListMap<>();
    }

    private MemoryLog(MemoryLog before, boolean powerCut) {
        firstPosition = before.firstPosition;
        nextPosition = powerCut ? before.syncedPosition : before.nextPosition;
        syncedPosition = nextPosition;
        snapshot = before.snapshot;
        frames = new ConcurrentSkipListMap<>(before.frames.headMap(nextPosition));
    }

    /**
     * Returns the log that a restart would find.
     *
     * @param powerCut whether what wasn't synced is lost
     * @return a log of its own with the frames and the snapshot of this one
     */
    public MemoryLog reopen(boolean powerCut) {
        return new MemoryLog(this, powerCut);
    }

    @Override
    public long firstPosition() {
        return firstPosition;
    }

    @Override
    public long nextPosition() {
        return nextPosition;
    }

    @Override
    public long syncedPosition() {
        return syncedPosition;
    }

    @Override
    public int maxBatchBytes() {
        return MAX_BATCH_BYTES;
    }

    @Override
    public long append(ByteBuffer batch) {
        requireOpen();
        Batches.requireLength(batch, MAX_BATCH_BYTES);
        byte[] payload = new byte[batch.remaining()];
        batch.get(batch.position(), payload);
        long position = nextPosition + HEADER_BYTES;
        frames.put(position, payload);
        nextPosition = position + payload.length;
        return position;
    }

    @Override
    public long sync() {
        requireOpen();
        long end = nextPosition;
        synchronized (this) {
            syncedPosition = Math.max(syncedPosition, end);
        }
        return end;
    }

    @Override
    public void read(long position, ByteBuffer into) {
        requireOpen();
        Map.Entry<Long, byte[]> frame = frames.floorEntry(position);
        if (frame == null && position < firstPosition) {
            throw Batches.dropped(position, firstPosition);
        }
        int length = into.remaining();
        if (frame == null || position + length > frame.getKey() + frame.getValue().length) {
            if (position < firstPosition) {
                throw Batches.dropped(position, firstPosition);
            }
            throw new IllegalArgumentException("no frame has " + length + " bytes from position " + position);
        }
        into.put(frame.getValue(), (int) (position - frame.getKey()), length);
    }

    @Override
    public void replay(long from, FrameHandler handler) {
        requireOpen();
        if (from < firstPosition) {
            throw Batches.dropped(from, firstPosition);
        }
        if (from > nextPosition) {
            throw new LogException("the log ends at " + nextPosition + ", before " + from, null);
        }
        frames.subMap(from, nextPosition)
                .forEach((position, payload) ->
                        handler.onFrame(position, ByteBuffer.wrap(payload).asReadOnlyBuffer()));
    }

    @Override
    public void dropBefore(long position) {
        requireOpen();
        long limit = Math.min(position, nextPosition);
        if (limit > firstPosition) {
            firstPosition = limit;
            frames.headMap(limit).clear();
        }
    }

    @Override
    public synchronized void writeSnapshot(long position, SnapshotWriter writer) {
        sync();
        Stored before = snapshot;
        Batches.requireSnapshotPosition(position, before == null ? -1 : before.position, nextPosition);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out);
        } catch (IOException e) {
            throw new LogException("the snapshot at " + position + " could not be written", e);
        }
        snapshot = new Stored(position, out.toByteArray());
    }

    @Override
    public Optional<LogSnapshot> latestSnapshot() {
        requireOpen();
        return Optional.ofNullable(snapshot);
    }

    @Override
    public void close() {
        if (!closed) {
            sync();
            closed = true;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the log is closed");
        }
    }

    private static final class Stored implements LogSnapshot {

        final long position;
        private final byte[] state;

        Stored(long position, byte[] state) {
            this.position = position;
            this.state = state;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(state);
        }
    }
}
