package io.ringway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens the files of a spool: the head, and the log that it names, in a directory of its own. A log that can't be used
 * as it is can be replaced: what is readable is copied into another one, and only then the head names that.
 */
final class SpoolFiles {

    private static final Pattern LOG_NAME = Pattern.compile("log-[0-9]{1,18}");

    /**
     * A spool that is ready.
     *
     * @param head where the pending records begin
     * @param log has them
     * @param nextSequence the number behind that of the last record
     * @param pendingBytes what the records take of the bound
     * @param lost the records that are gone
     * @param damage what was wrong; null if nothing was
     */
    record Opened(
            SpoolHead head,
            SegmentLog log,
            long nextSequence,
            long pendingBytes,
            long lost,
            @Nullable String damage) {}

    private final Path directory;
    private final SpoolOptions options;
    private final FileLayer files;

    private SpoolFiles(Path directory, SpoolOptions options) {
        this.directory = directory;
        this.options = options;
        files = options.files();
    }

    static Opened open(Path directory, SpoolOptions options) throws IOException {
        return new SpoolFiles(directory, options).open();
    }

    private Opened open() throws IOException {
        List<String> names = files.list(directory);
        long newest = names.stream()
                .filter(name -> LOG_NAME.matcher(name).matches())
                .mapToLong(SpoolFiles::generation)
                .max()
                .orElse(-1);
        Opened opened;
        if (!names.contains(SpoolHead.NAME)) {
            if (newest >= 0) {
                String reason = "the file is missing, but there is a log";
                opened = withoutHead(newest, new LogCorruptException(directory.resolve(SpoolHead.NAME), 0, reason));
            } else {
                opened = ready(SpoolHead.create(directory, files, new SpoolHead.Place(0, 0, 0)), 0, null);
            }
        } else {
            opened = withHead(newest);
        }
        removeOtherLogs(names, opened.head.place().generation());
        return opened;
    }

    private Opened withHead(long newest) throws IOException {
        SpoolHead head;
        try {
            head = SpoolHead.open(directory, files);
        } catch (LogCorruptException e) {
            return withoutHead(newest, e);
        }
        try {
            return ready(head, 0, null);
        } catch (LogCorruptException e) {
            SpoolHead.Place place = head.place();
            head.close();
            return rescue(place.generation(), place.sequence(), e);
        } catch (RuntimeException | Error e) {
            head.close();
            throw e;
        }
    }

    private Opened withoutHead(long generation, LogCorruptException damage) throws IOException {
        return rescue(generation, -1, damage);
    }

    private Path path(long generation) {
        return directory.resolve("log-" + generation);
    }

    private static long generation(String name) {
        return Long.parseLong(name.substring(name.indexOf('-') + 1));
    }

    private SegmentLog openLog(long generation, int segmentBytes) {
        return SegmentLog.open(path(generation), new SegmentLogOptions(segmentBytes, files));
    }

    /** Opens the log that the head names, and reads it from there on. */
    private Opened ready(SpoolHead head, long lost, @Nullable String damage) {
        SpoolHead.Place place = head.place();
        SegmentLog log = openLog(place.generation(), options.segmentBytes());
        try {
            if (place.position() < log.firstPosition() || place.position() > log.nextPosition()) {
                throw new LogCorruptException(
                        log.directory(),
                        0,
                        "segments are missing: the pending records begin at " + place.position()
                                + ", and the log is there from " + log.firstPosition() + " to " + log.nextPosition());
            }
            long[] sequence = {place.sequence()};
            long[] bytes = {0};
            boolean[] first = {true};
            log.replay(place.position(), (position, payload) -> {
                SpoolFrame frame = new SpoolFrame(payload);
                if (first[0] ? frame.first() > sequence[0] : frame.first() != sequence[0]) {
                    throw new LogCorruptException(
                            log.directory(),
                            0,
                            "record " + sequence[0] + " is missing: the frame at " + position + " begins with "
                                    + frame.first());
                }
                first[0] = false;
                for (; sequence[0] < frame.next(); sequence[0]++) {
                    bytes[0] += frame.cost(sequence[0]);
                }
            });
            return new Opened(head, log, sequence[0], bytes[0], lost, damage);
        } catch (RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    /** Copies what can be read into a new log, if that is allowed. */
    private Opened rescue(long generation, long sequence, LogCorruptException damage) throws IOException {
        if (!options.keepReadable()) {
            throw damage;
        }
        long next = generation + 1;
        remove(next);
        Rescue rescue;
        try (SegmentLog log = openLog(next, largestSegment(generation))) {
            rescue = new Rescue(log, sequence);
            if (generation >= 0) {
                new LogScan(path(generation), files, rescue).run();
            }
            rescue.flush();
            log.sync();
        }
        SpoolHead head = SpoolHead.create(directory, files, new SpoolHead.Place(next, Math.max(0, rescue.first), 0));
        String found = rescue.problem == null ? damage.getMessage() : rescue.problem;
        return ready(head, rescue.lost, found);
    }

    /** A frame that fitted then must fit again. */
    private int largestSegment(long generation) throws IOException {
        long largest = options.segmentBytes();
        if (generation >= 0) {
            for (String name : files.list(path(generation))) {
                if (Segment.NAME.matcher(name).matches()) {
                    try (LogFile file = files.openReadOnly(path(generation).resolve(name))) {
                        largest = Math.max(largest, file.size());
                    }
                }
            }
        }
        return new SegmentLogOptions((int) SegmentFormat.align(Math.min(largest, 1 << 30)), files).segmentBytes();
    }

    private void removeOtherLogs(List<String> names, long generation) throws IOException {
        for (String name : names) {
            if (LOG_NAME.matcher(name).matches() && generation(name) != generation) {
                remove(generation(name));
            }
        }
    }

    private void remove(long generation) throws IOException {
        Path path = path(generation);
        files.createDirectories(path);
        for (String name : files.list(path)) {
            files.delete(path.resolve(name));
        }
        files.delete(path);
        files.syncDirectory(directory);
    }

    /** Takes the records that can be read, gives them numbers without gaps, and counts the gaps. */
    private static final class Rescue implements LogScan.Visitor {

        private static final int FRAME_BYTES = 1 << 18;

        private final SegmentLog log;
        private ByteBuffer batch = ByteBuffer.allocate(1 << 14);
        private long expected;
        private long next;
        long first;
        long lost;

        @Nullable
        String problem;

        Rescue(SegmentLog log, long first) {
            this.log = log;
            this.first = first;
            expected = first;
            next = first;
        }

        @Override
        public void onFrame(long position, ByteBuffer payload) {
            if (!payload.hasRemaining()) {
                return;
            }
            SpoolFrame frame = new SpoolFrame(payload);
            if (first < 0) {
                first = frame.first();
                expected = first;
                next = first;
            }
            lost += Math.max(0, frame.first() - expected);
            for (long sequence = Math.max(frame.first(), expected); sequence < frame.next(); sequence++) {
                add(frame.millis(sequence), frame.payload(sequence));
            }
            expected = Math.max(expected, frame.next());
        }

        private void add(long millis, byte[] record) {
            int bytes = SpoolFrame.RECORD_HEADER_BYTES + record.length;
            if (batch.position() > 0 && batch.position() + bytes > Math.min(FRAME_BYTES, log.maxBatchBytes())) {
                flush();
            }
            if (batch.remaining() < SpoolFrame.HEADER_BYTES + bytes) {
                int size = Math.max(batch.position() + SpoolFrame.HEADER_BYTES + bytes, 2 * batch.capacity());
                batch = ByteBuffer.allocate(size).put(batch.flip());
            }
            if (batch.position() == 0) {
                batch.putLong(next);
            }
            SpoolFrame.putRecord(batch, millis, record, 0, record.length);
            next++;
        }

        void flush() {
            if (batch.position() > 0) {
                log.append(batch.flip());
                batch.clear();
            }
        }

        @Override
        public void onProblem(Path path, long offset, String reason) {
            if (problem == null) {
                problem = path + ", offset " + offset + ": " + reason;
            }
        }
    }
}
