package io.ringway.log;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A batch of records as it is in a frame of the log: the number of the first record (8 bytes), then for each record its
 * length (4), its time (8) and its bytes.
 */
final class SpoolFrame {

    static final int HEADER_BYTES = 8;
    static final int RECORD_HEADER_BYTES = 12;

    /** What a record takes of the bound that is the first of its frame, besides its own bytes. */
    static final int FIRST_EXTRA_BYTES = HEADER_BYTES + SegmentFormat.FRAME_HEADER_BYTES;

    private final ByteBuffer bytes;
    private final long first;
    private int[] offsets = new int[64];
    private int count;

    /** Reads a frame; {@code payload} may be used for something else afterwards. */
    SpoolFrame(ByteBuffer payload) {
        bytes = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
        first = bytes.getLong(0);
        int at = HEADER_BYTES;
        while (at < bytes.limit()) {
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * count);
            }
            offsets[count++] = at;
            at += RECORD_HEADER_BYTES + bytes.getInt(at);
        }
    }

    static void putRecord(ByteBuffer frame, long millis, byte[] source, int begin, int length) {
        frame.putInt(length).putLong(millis).put(source, begin, length);
    }

    /** Returns the number of the first record. */
    long first() {
        return first;
    }

    /** Returns the number behind that of the last record. */
    long next() {
        return first + count;
    }

    private int at(long sequence) {
        return offsets[(int) (sequence - first)];
    }

    int length(long sequence) {
        return bytes.getInt(at(sequence));
    }

    long millis(long sequence) {
        return bytes.getLong(at(sequence) + 4);
    }

    byte[] payload(long sequence) {
        byte[] payload = new byte[length(sequence)];
        bytes.get(at(sequence) + RECORD_HEADER_BYTES, payload);
        return payload;
    }

    /** Returns what a record takes of the bound. */
    long cost(long sequence) {
        return cost(length(sequence), sequence == first);
    }

    static long cost(int length, boolean first) {
        return RECORD_HEADER_BYTES + (long) length + (first ? FIRST_EXTRA_BYTES : 0);
    }
}
