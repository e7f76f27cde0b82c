package io.ringway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads all segments and snapshots of a log, checks every checksum, and changes nothing. It takes no lock: in a log
 * that is in use, the end may look unfinished, and segments may go while it reads.
 */
public final class LogVerifier {

    private LogVerifier() {}

    /**
     * What is in one segment.
     *
     * @param file the file
     * @param base the position of its first byte
     * @param frames the frames with a payload that are whole
     * @param payloadBytes the bytes in them
     */
    public record SegmentReport(Path file, long base, long frames, long payloadBytes) {}

    /**
     * Something that isn't as it was written.
     *
     * @param file the damaged or missing file
     * @param offset the offset of the damage in it
     * @param reason what is wrong
     */
    public record Problem(Path file, long offset, String reason) {
        @Override
        public String toString() {
            return file + ", offset " + offset + ": " + reason;
        }
    }

    /**
     * What was found.
     *
     * @param directory the directory of the log
     * @param segments the segments whose header is right, in order
     * @param snapshots the files of snapshots that are whole, in order
     * @param tailCut where opening the log would cut off what wasn't synced; empty if there is nothing to cut
     * @param problems the damage; empty if the log is as it was written
     */
    public record Report(
            Path directory,
            List<SegmentReport> segments,
            List<Path> snapshots,
            Optional<TailCut> tailCut,
            List<Problem> problems) {

        /**
         * Returns the number of whole frames with a payload.
         *
         * @return the sum over all segments
         */
        public long frames() {
            return segments.stream().mapToLong(SegmentReport::frames).sum();
        }

        /**
         * Returns the bytes in these frames.
         *
         * @return the sum over all segments
         */
        public long payloadBytes() {
            return segments.stream().mapToLong(SegmentReport::payloadBytes).sum();
        }

        /**
         * Returns the report as lines of text, the problems last.
         *
         * @return a line for each segment, snapshot, cut and problem, and one with the sums
         */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            for (SegmentReport segment : segments) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s: %,d frames, %,d bytes",
                        segment.file.getFileName(),
                        segment.frames,
                        segment.payloadBytes));
            }
            for (Path snapshot : snapshots) {
                lines.add(snapshot.getFileName() + ": whole");
            }
            tailCut.ifPresent(cut -> lines.add(cut.segment().getFileName() + ", offset " + cut.offset()
                    + ": the log ends here, what follows was not synced: " + cut.reason()));
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %,d segments, %,d frames, %,d bytes, %,d problems",
                    directory,
                    segments.size(),
                    frames(),
                    payloadBytes(),
                    problems.size()));
            problems.forEach(problem -> lines.add("problem: " + problem));
            return lines;
        }
    }

    /**
     * Verifies the log in a directory.
     *
     * @param directory the directory of a {@link SegmentLog}; that of a {@link Spool} has its log in {@code log-N}
     * @param files the file system
     * @return what is there
     * @throws LogException if the directory or a file in it can't be read, or there is no segment
     */
    public static Report verify(Path directory, FileLayer files) {
        Collector collector = new Collector();
        try {
            new LogScan(directory, files, collector).run();
            collector.finishSegment();
            List<Path> snapshots = new ArrayList<>();
            for (String name : files.list(directory).stream().sorted().toList()) {
                if (Snapshots.NAME.matcher(name).matches()) {
                    Path path = directory.resolve(name);
                    try {
                        Snapshots.check(files, path, Segment.baseOf(name));
                        snapshots.add(path);
                    } catch (LogCorruptException e) {
                        collector.onProblem(e.file(), e.offset(), e.reason());
                    }
                }
            }
            if (collector.segments.isEmpty() && collector.problems.isEmpty() && snapshots.isEmpty()) {
                throw new LogException("there is no log in " + directory, null);
            }
            return new Report(
                    directory,
                    List.copyOf(collector.segments),
                    List.copyOf(snapshots),
                    Optional.ofNullable(collector.cut),
                    List.copyOf(collector.problems));
        } catch (IOException e) {
            throw new LogException("the log in " + directory + " cannot be read: " + e, e);
        }
    }

    private static final class Collector implements LogScan.Visitor {

        final List<SegmentReport> segments = new ArrayList<>();
        final List<Problem> problems = new ArrayList<>();

        @Nullable
        TailCut cut;

        private @Nullable Path path;
        private long base;
        private long frames;
        private long bytes;

        @Override
        public void onSegment(Path segment, SegmentFormat.Header header) {
            finishSegment();
            path = segment;
            base = header.base();
        }

        void finishSegment() {
            Path finished = path;
            if (finished != null) {
                segments.add(new SegmentReport(finished, base, frames, bytes));
            }
            path = null;
            frames = 0;
            bytes = 0;
        }

        @Override
        public void onFrame(long position, ByteBuffer payload) {
            if (payload.hasRemaining()) {
                frames++;
                bytes += payload.remaining();
            }
        }

        @Override
        public void onProblem(Path file, long offset, String reason) {
            problems.add(new Problem(file, offset, reason));
        }

        @Override
        public void onTailCut(TailCut tail) {
            cut = tail;
        }
    }
}
