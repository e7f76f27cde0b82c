package io.ringway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through all segments of a directory, reading only, past any damage. */
final class LogScan {

    /** Takes what is found. */
    interface Visitor {

        /** A segment whose header is right. */
        default void onSegment(Path path, SegmentFormat.Header header) {}

        /** A frame whose checksum is right; a mark has no payload. */
        void onFrame(long position, ByteBuffer payload) throws IOException;

        /** Something that isn't as it was written. */
        void onProblem(Path path, long offset, String reason);

        /** The end of the last segment isn't a frame: it wasn't synced. */
        default void onTailCut(TailCut cut) {}
    }

    private final Path directory;
    private final FileLayer files;
    private final Visitor visitor;
    private @Nullable Path path;
    private SegmentFormat.@Nullable Header header;

    LogScan(Path directory, FileLayer files, Visitor visitor) {
        this.directory = directory;
        this.files = files;
        this.visitor = visitor;
    }

    void run() throws IOException {
        List<String> names = files.list(directory).stream()
                .filter(name -> Segment.NAME.matcher(name).matches())
                .sorted()
                .toList();
        for (String name : names) {
            begin(directory.resolve(name));
        }
        finish(null, null);
    }

    /** The frames of a segment are known to end where the next one says; so one is read when the next is known. */
    private void begin(Path next) throws IOException {
        SegmentFormat.Header nextHeader = null;
        try (LogFile file = files.openReadOnly(next)) {
            nextHeader = Segment.readHeader(next, file);
        } catch (LogCorruptException e) {
            visitor.onProblem(e.file(), e.offset(), e.reason());
        }
        SegmentFormat.Header before = header;
        if (before != null && nextHeader != null && before.base() + before.size() != nextHeader.base()) {
            visitor.onProblem(
                    next.resolveSibling(Segment.name(before.base() + before.size())), 0, "the segment is missing");
        }
        finish(next, nextHeader);
    }

    private void finish(@Nullable Path next, SegmentFormat.@Nullable Header nextHeader) throws IOException {
        Path current = path;
        SegmentFormat.Header currentHeader = header;
        if (current != null && currentHeader != null) {
            visitor.onSegment(current, currentHeader);
            long end = -1;
            if (nextHeader != null && nextHeader.base() == currentHeader.base() + currentHeader.size()) {
                end = nextHeader.previousEnd();
            }
            try (LogFile file = files.openReadOnly(current)) {
                frames(current, file, currentHeader, end, next == null);
            }
        }
        path = next;
        header = nextHeader;
    }

    /** Reads one segment. {@code end} is -1 where it isn't known. */
    private void frames(Path current, LogFile file, SegmentFormat.Header head, long end, boolean last)
            throws IOException {
        FrameWalk walk = new FrameWalk(file, head);
        boolean frame = walk.next();
        while (true) {
            while (frame) {
                visitor.onFrame(walk.position(), walk.payload());
                frame = walk.next();
            }
            long offset = walk.offset();
            if (end >= 0 && head.base() + offset >= end) {
                return;
            }
            String reason = walk.problem() == null ? "a frame is missing" : walk.problem();
            if (last && judgeTail(current, file, head, walk)) {
                return;
            }
            boolean known = last || end >= 0 || walk.problem() != null;
            frame = walk.find(offset + SegmentFormat.ALIGNMENT);
            if (known || frame) {
                visitor.onProblem(current, offset, reason);
            }
            if (!frame) {
                return;
            }
        }
    }

    /** Returns whether the frames of the last segment end here in order, or were cut. */
    private boolean judgeTail(Path current, LogFile file, SegmentFormat.Header head, FrameWalk walk)
            throws IOException {
        try {
            TailCut cut = SegmentFiles.cut(current, file, head, walk);
            if (cut != null) {
                visitor.onTailCut(cut);
            }
            return true;
        } catch (LogCorruptException e) {
            return false;
        }
    }
}
