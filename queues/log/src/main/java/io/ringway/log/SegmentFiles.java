package io.ringway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the segments of a log, and where it ends. */
final class SegmentFiles {

    private static final int ZERO_BYTES = 1 << 18;

    private SegmentFiles() {}

    /** Opens all segments, in order, having checked that their headers fit together. The end of the last is unknown. */
    static List<Segment> open(Path directory, FileLayer files, List<String> names) throws IOException {
        List<Segment> segments = new ArrayList<>();
        try {
            for (String name : names.stream()
                    .filter(name -> Segment.NAME.matcher(name).matches())
                    .sorted()
                    .toList()) {
                Path path = directory.resolve(name);
                LogFile file = files.open(path);
                Segment before = segments.isEmpty() ? null : segments.get(segments.size() - 1);
                segments.add(open(path, file, before));
            }
            return segments;
        } catch (IOException | RuntimeException | Error e) {
            for (Segment segment : segments) {
                segment.file.close();
            }
            throw e;
        }
    }

    private static Segment open(Path path, LogFile file, @Nullable Segment before) throws IOException {
        try {
            SegmentFormat.Header header = Segment.readHeader(path, file);
            if (before != null) {
                follow(before, header, path);
            }
            return new Segment(path, file, header, header.base() + SegmentFormat.HEADER_BYTES);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static void follow(Segment before, SegmentFormat.Header header, Path path) {
        if (before.limit() != header.base()) {
            throw new LogCorruptException(
                    path.resolveSibling(Segment.name(before.limit())),
                    0,
                    "the segment is missing: " + before.path.getFileName() + " and " + path.getFileName()
                            + " are there");
        }
        long end = header.previousEnd();
        if (end < before.base() + SegmentFormat.HEADER_BYTES || end > before.limit()) {
            throw new LogCorruptException(path, 0, "the segment before can't end at " + end);
        }
        before.end(end);
    }

    /**
     * Finds where the frames of the last segment end, makes that durable, and clears what is behind.
     *
     * @return what was cut; null if there was nothing
     */
    static @Nullable TailCut recoverTail(Segment last) throws IOException {
        FrameWalk walk = new FrameWalk(last.file, last.header);
        boolean endsWithMark = true;
        while (walk.next()) {
            endsWithMark = walk.length() == 0;
        }
        TailCut cut = cut(last.path, last.file, last.header, walk);
        last.end(walk.end());
        last.endsWithMark(endsWithMark);
        if (cut != null) {
            clear(last.file, cut.offset(), last.header.size());
        }
        last.file.sync();
        return cut;
    }

    /** Judges the place where a walk through the last segment has ended. */
    static @Nullable TailCut cut(Path path, LogFile file, SegmentFormat.Header header, FrameWalk walk)
            throws IOException {
        long offset = walk.offset();
        String problem = walk.problem();
        TailScan behind = TailScan.of(file, header, offset);
        String reason = problem == null ? "a frame is missing" : problem;
        if (behind.synced() > header.base() + offset) {
            throw new LogCorruptException(
                    path, offset, reason + ". Frames behind it say that it was durable, so this is damage");
        }
        if (problem == null && behind.wholeFrames() == 0) {
            return null;
        }
        return new TailCut(path, offset, behind.wholeFrames(), reason);
    }

    private static void clear(LogFile file, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZERO_BYTES, to - from));
        for (long offset = from; offset < to; offset += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), to - offset));
            file.write(zeros, offset);
        }
    }
}
