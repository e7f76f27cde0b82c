package io.ringway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A segment that is part of a log: its file, and where its frames end. */
final class Segment {

    static final String SUFFIX = ".log";
    static final Pattern NAME = Pattern.compile("[0-9a-f]{16}\\.log");

    final Path path;
    final LogFile file;
    final SegmentFormat.Header header;

    /**
     * The position behind the last frame. Volatile, and written by the appending thread alone, after the bytes: who
     * reads it finds the frames below it in the file.
     */
    private volatile long end;

    /** Volatile, and set before the file is used for anything else: who finds it unset after reading has read ours. */
    private volatile boolean dropped;

    /** Volatile, and set behind {@link #mapped}. */
    private volatile boolean triedToMap;

    private @Nullable ByteBuffer mapped;

    /** Whether the last frame is a mark, or there is none: known to the appending thread alone. */
    private boolean endsWithMark = true;

    Segment(Path path, LogFile file, SegmentFormat.Header header, long end) {
        this.path = path;
        this.file = file;
        this.header = header;
        this.end = end;
    }

    static String name(long base) {
        return String.format(Locale.ROOT, "%016x", base) + SUFFIX;
    }

    static long baseOf(String name) {
        return Long.parseUnsignedLong(name.substring(0, 16), 16);
    }

    /** Reads and checks the header of a segment's file. */
    static SegmentFormat.Header readHeader(Path path, LogFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SegmentFormat.HEADER_BYTES);
        file.read(bytes, 0);
        String problem = SegmentFormat.headerProblem(bytes.flip());
        if (problem != null) {
            throw new LogCorruptException(path, 0, problem);
        }
        SegmentFormat.Header header = SegmentFormat.header(bytes);
        long base = baseOf(path.getFileName().toString());
        if (header.base() != base) {
            throw new LogCorruptException(path, 0, "the header is that of segment " + name(header.base()));
        }
        if (file.size() != header.size()) {
            throw new LogCorruptException(
                    path, 0, "the file has " + file.size() + " bytes instead of " + header.size());
        }
        return header;
    }

    long base() {
        return header.base();
    }

    /** Returns where the next segment begins. */
    long limit() {
        return header.base() + header.size();
    }

    long end() {
        return end;
    }

    void end(long position) {
        end = position;
    }

    boolean endsWithMark() {
        return endsWithMark;
    }

    void endsWithMark(boolean mark) {
        endsWithMark = mark;
    }

    /** Returns the file in memory; null if it can only be read. */
    @Nullable
    ByteBuffer mapped() {
        if (!triedToMap) {
            map();
        }
        return mapped;
    }

    private synchronized void map() {
        if (!triedToMap) {
            try {
                mapped = file.map(header.size());
            } catch (IOException e) {
                // It can be read all the same.
            }
            triedToMap = true;
        }
    }

    boolean isDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
    }

    /** Returns whether a frame fits, and behind it the mark that ends a log. */
    boolean hasRoom(int payloadBytes) {
        return end + SegmentFormat.frameBytes(payloadBytes) + SegmentFormat.FRAME_HEADER_BYTES <= limit();
    }

    /** Returns the largest payload that a segment of this size can hold. */
    static int maxPayload(int segmentBytes) {
        return segmentBytes - SegmentFormat.HEADER_BYTES - 2 * SegmentFormat.FRAME_HEADER_BYTES;
    }
}
