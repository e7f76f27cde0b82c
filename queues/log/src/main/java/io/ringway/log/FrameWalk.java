package io.ringway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the frames of a segment one after the other, in large pieces, and checks each. */
final class FrameWalk {

    private static final int READ_BYTES = 1 << 18;

    private final LogFile file;
    private final SegmentFormat.Header header;
    private final SegmentFormat format = new SegmentFormat();

    /** Holds the bytes of the file from {@code bufferAt} on. */
    private ByteBuffer buffer;

    private long bufferAt;

    /** Bytes from here on may still change: they are not kept in the buffer. */
    private long readable;

    private long offset = SegmentFormat.HEADER_BYTES;
    private int frameAt;
    private long frameBytes;
    private @Nullable String problem;

    FrameWalk(LogFile file, SegmentFormat.Header header) {
        this.file = file;
        this.header = header;
        readable = header.size();
        buffer = ByteBuffer.allocateDirect(Math.min(READ_BYTES, header.size())).limit(0);
    }

    /** Goes to a place where a frame begins or the frames end. */
    void seek(long newOffset) {
        offset = newOffset;
        frameBytes = 0;
    }

    /** Reads no further than to this offset from now on; frames end before it. */
    void readable(long newReadable) {
        readable = newReadable;
    }

    /** Goes to the next frame at {@code from} or behind it, wherever that is. False if there is none. */
    boolean find(long from) throws IOException {
        frameBytes = 0;
        for (offset = from; offset + SegmentFormat.FRAME_HEADER_BYTES <= readable; offset += SegmentFormat.ALIGNMENT) {
            // By chance the position is right once in 2^64 places: only then the rest is worth a look.
            if (load(SegmentFormat.FRAME_HEADER_BYTES)
                    && SegmentFormat.position(buffer, frameAt) == position()
                    && next()) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the next frame. False at the end of the frames, and where the bytes aren't a frame: see problem. */
    boolean next() throws IOException {
        offset += frameBytes;
        frameBytes = 0;
        problem = null;
        long room = readable - offset;
        if (room < SegmentFormat.FRAME_HEADER_BYTES || !load(SegmentFormat.FRAME_HEADER_BYTES)) {
            return false;
        }
        if (SegmentFormat.isZero(buffer, frameAt)) {
            return false;
        }
        problem = SegmentFormat.frameHeaderProblem(buffer, frameAt, position(), room);
        if (problem != null) {
            return false;
        }
        int length = SegmentFormat.length(buffer, frameAt);
        if (!load(SegmentFormat.FRAME_HEADER_BYTES + length)) {
            problem = "the file ends inside of the frame";
            return false;
        }
        if (!format.checksumMatches(header.id(), buffer, frameAt)) {
            problem = "the checksum of the frame is wrong";
            return false;
        }
        frameBytes = SegmentFormat.frameBytes(length);
        return true;
    }

    /** Makes bytes from the offset on available at {@code frameAt}. */
    private boolean load(int bytes) throws IOException {
        long at = offset - bufferAt;
        if (at < 0 || at + bytes > buffer.limit()) {
            if (bytes > buffer.capacity()) {
                buffer = ByteBuffer.allocateDirect(Math.max(bytes, 2 * buffer.capacity()));
            }
            buffer.clear().limit((int) Math.min(buffer.capacity(), readable - offset));
            file.read(buffer, offset);
            buffer.flip();
            bufferAt = offset;
            at = 0;
        }
        frameAt = (int) at;
        return bytes <= buffer.limit() - frameAt;
    }

    /** Returns where in the file the frame begins, or the place that isn't one. */
    long offset() {
        return offset;
    }

    /** Returns the position of the payload. */
    long position() {
        return header.base() + offset + SegmentFormat.FRAME_HEADER_BYTES;
    }

    /** Returns the position behind the frame. */
    long end() {
        return header.base() + offset + frameBytes;
    }

    int length() {
        return SegmentFormat.length(buffer, frameAt);
    }

    /** Returns how far the log was durable when the frame was written. */
    long synced() {
        return SegmentFormat.synced(buffer, frameAt);
    }

    /** Returns a view of the payload, valid until the walk goes on. */
    ByteBuffer payload() {
        return buffer.slice(frameAt + SegmentFormat.FRAME_HEADER_BYTES, length())
                .asReadOnlyBuffer();
    }

    /** Returns why there is no frame; null if there is one or the frames end as they should. */
    @Nullable
    String problem() {
        return problem;
    }
}
