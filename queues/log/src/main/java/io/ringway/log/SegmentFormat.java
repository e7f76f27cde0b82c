package io.ringway.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The format of a segment, described in {@linkplain io.ringway.log the package}: how its header and its frames are
 * written and recognised. One object is for one thread.
 */
final class SegmentFormat {

    static final int VERSION = 1;

    /** Of the segment. Frames begin behind it. */
    static final int HEADER_BYTES = 64;

    /** Of a frame. */
    static final int FRAME_HEADER_BYTES = 24;

    /** Frames begin at multiples of it. */
    static final int ALIGNMENT = 8;

    private static final long MAGIC = 0x52494E4757_4C4F47L; // "RINGWLOG"

    private static final int LENGTH_AT = 4;
    private static final int POSITION_AT = 8;
    private static final int SYNCED_AT = 16;

    /**
     * What the header of a segment says.
     *
     * @param base the position of the first byte of the file
     * @param size the size of the file
     * @param id a random number of this use of the file
     * @param previousEnd where the frames of the segment before end; {@code base} if there is none
     */
    record Header(long base, int size, long id, long previousEnd) {}

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer idBytes = ByteBuffer.allocate(Long.BYTES);

    static void putHeader(ByteBuffer into, Header header) {
        int start = into.position();
        into.putLong(MAGIC).putInt(VERSION).putInt(0);
        into.putLong(header.base).putLong(header.size).putLong(header.id).putLong(header.previousEnd);
        while (into.position() < start + HEADER_BYTES) {
            into.putLong(0);
        }
        into.putInt(start + 12, headerChecksum(into, start));
    }

    private static int headerChecksum(ByteBuffer bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(start, 12));
        crc.update(bytes.slice(start + 16, HEADER_BYTES - 16));
        return (int) crc.getValue();
    }

    /** Returns why the bytes aren't the header of a segment that this version can read; null if they are. */
    static @Nullable String headerProblem(ByteBuffer bytes) {
        if (bytes.remaining() < HEADER_BYTES) {
            return "the file has no whole header";
        }
        int start = bytes.position();
        if (bytes.getLong(start) != MAGIC) {
            return "not a segment: it doesn't begin with RINGWLOG";
        }
        int version = bytes.getInt(start + 8);
        if (version != VERSION) {
            return "unknown format version " + version + ": this program knows version " + VERSION;
        }
        if (bytes.getInt(start + 12) != headerChecksum(bytes, start)) {
            return "the checksum of the header is wrong";
        }
        return null;
    }

    /** Returns the header in bytes that have no {@link #headerProblem}. */
    static Header header(ByteBuffer bytes) {
        int start = bytes.position();
        return new Header(
                bytes.getLong(start + 16),
                (int) bytes.getLong(start + 24),
                bytes.getLong(start + 32),
                bytes.getLong(start + 40));
    }

    static long align(long bytes) {
        return bytes + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Returns the bytes that a frame takes. */
    static long frameBytes(int payloadBytes) {
        return align(FRAME_HEADER_BYTES + (long) payloadBytes);
    }

    /** Puts the header of a frame; {@code payload} keeps its position. */
    void putFrameHeader(ByteBuffer into, long id, long position, long synced, ByteBuffer payload) {
        int start = into.position();
        into.putInt(0).putInt(payload.remaining()).putLong(position).putLong(synced);
        into.putInt(start, checksum(id, into, start, payload.duplicate()));
    }

    private int checksum(long id, ByteBuffer header, int start, ByteBuffer payload) {
        crc.reset();
        crc.update(idBytes.putLong(0, id).clear());
        crc.update(header.slice(start + LENGTH_AT, FRAME_HEADER_BYTES - LENGTH_AT));
        crc.update(payload);
        return (int) crc.getValue();
    }

    static int length(ByteBuffer bytes, int at) {
        return bytes.getInt(at + LENGTH_AT);
    }

    static long position(ByteBuffer bytes, int at) {
        return bytes.getLong(at + POSITION_AT);
    }

    static long synced(ByteBuffer bytes, int at) {
        return bytes.getLong(at + SYNCED_AT);
    }

    /** Returns whether a frame header is all zero: what stands behind the last frame. */
    static boolean isZero(ByteBuffer bytes, int at) {
        return bytes.getLong(at) == 0 && bytes.getLong(at + 8) == 0 && bytes.getLong(at + 16) == 0;
    }

    /**
     * Returns why the header of a frame can't be right; null if it may be.
     *
     * @param position the position of the payload, if there is a frame here
     * @param room the bytes from the header on to the end of the segment
     */
    static @Nullable String frameHeaderProblem(ByteBuffer bytes, int at, long position, long room) {
        int length = length(bytes, at);
        if (length < 0 || FRAME_HEADER_BYTES + (long) length > room) {
            return "the frame has an impossible length, " + length;
        }
        if (position(bytes, at) != position) {
            return "the frame says that it is at " + position(bytes, at) + ", not " + position;
        }
        long synced = synced(bytes, at);
        if (synced < 0 || synced > position - FRAME_HEADER_BYTES) {
            return "the frame says that the log was durable up to " + synced + ", beyond the frame";
        }
        return null;
    }

    /** Returns whether header and payload, both at {@code at}, have the checksum that the header says. */
    boolean checksumMatches(long id, ByteBuffer bytes, int at) {
        ByteBuffer payload = bytes.slice(at + FRAME_HEADER_BYTES, length(bytes, at));
        return bytes.getInt(at) == checksum(id, bytes, at, payload);
    }
}
