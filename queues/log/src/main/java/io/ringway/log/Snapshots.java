package io.ringway.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/** The snapshots of a log: one file each, named by its position. */
final class Snapshots {

    static final Pattern NAME = Pattern.compile("[0-9a-f]{16}\\.snapshot");

    private static final String TEMPORARY = "snapshot.tmp";
    private static final int KEPT = 2;

    private final Path directory;
    private final FileLayer files;

    /** The positions of the files that are there and not known to be damaged. */
    private final NavigableSet<Long> positions = new TreeSet<>();

    private final NavigableSet<Long> damaged = new TreeSet<>();
    private final ReentrantLock lock = new ReentrantLock();

    Snapshots(Path directory, FileLayer files, List<String> names) throws IOException {
        this.directory = directory;
        this.files = files;
        for (String name : names) {
            if (NAME.matcher(name).matches()) {
                positions.add(Segment.baseOf(name));
            }
        }
        if (names.contains(TEMPORARY)) {
            files.delete(directory.resolve(TEMPORARY));
        }
    }

    static Path path(Path directory, long position) {
        return directory.resolve(String.format(Locale.ROOT, "%016x.snapshot", position));
    }

    /** A snapshot is written after the log below it is durable: one above the end means that segments are missing. */
    void requireAtMost(long end, Path lastSegment) {
        if (!positions.isEmpty() && positions.last() > end) {
            throw new LogCorruptException(
                    lastSegment,
                    0,
                    "the log ends at " + end + ", before its snapshot at " + positions.last()
                            + ": its last segments are missing");
        }
    }

    void write(long position, long end, SnapshotWriter writer) {
        lock.lock();
        try {
            Batches.requireSnapshotPosition(position, positions.isEmpty() ? -1 : positions.last(), end);
            Path temporary = directory.resolve(TEMPORARY);
            try {
                files.delete(temporary);
                store(temporary, position, writer);
                files.rename(temporary, path(directory, position));
                files.syncDirectory(directory);
                positions.add(position);
                damaged.remove(position);
                prune();
            } catch (IOException e) {
                throw new LogException(
                        "the snapshot at " + position + " of the log in " + directory + " cannot be stored: " + e, e);
            }
        } finally {
            lock.unlock();
        }
    }

    private void store(Path temporary, long position, SnapshotWriter writer) throws IOException {
        try (LogFile file = files.create(temporary)) {
            SnapshotFormat.Output output = new SnapshotFormat.Output(file, position);
            BufferedOutputStream buffered = new BufferedOutputStream(output, SnapshotFormat.CHUNK_BYTES) {
                @Override
                public void close() throws IOException {
                    flush();
                }
            };
            writer.write(buffered);
            buffered.flush();
            output.end();
            file.sync();
        } catch (IOException | RuntimeException | Error e) {
            files.delete(temporary);
            throw e;
        }
    }

    private void prune() throws IOException {
        for (long position : damaged) {
            files.delete(path(directory, position));
        }
        damaged.clear();
        while (positions.size() > KEPT) {
            files.delete(path(directory, positions.first()));
            positions.pollFirst();
        }
    }

    Optional<LogSnapshot> latest(long firstPosition) {
        lock.lock();
        try {
            LogCorruptException newest = null;
            while (!positions.isEmpty()) {
                long position = positions.last();
                Path path = path(directory, position);
                if (position < firstPosition) {
                    throw newest != null
                            ? newest
                            : new LogCorruptException(
                                    path, 0, "the log begins at " + firstPosition + ", behind this snapshot");
                }
                try {
                    check(files, path, position);
                    return Optional.of(new StoredSnapshot(path, position));
                } catch (LogCorruptException e) {
                    newest = newest == null ? e : newest;
                    positions.pollLast();
                    damaged.add(position);
                }
            }
            if (newest != null) {
                throw newest;
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Reads a snapshot to its end; damage is thrown. */
    static void check(FileLayer files, Path path, long position) {
        try (InputStream in = open(files, path, position)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new LogException(path + " cannot be read: " + e, e);
        }
    }

    private static InputStream open(FileLayer files, Path path, long position) throws IOException {
        LogFile file = files.openReadOnly(path);
        try {
            return new SnapshotFormat.Input(path, file, position);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private final class StoredSnapshot implements LogSnapshot {

        private final Path path;
        private final long position;

        StoredSnapshot(Path path, long position) {
            this.path = path;
            this.position = position;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public InputStream open() {
            try {
                return Snapshots.open(files, path, position);
            } catch (IOException e) {
                throw new LogException(path + " cannot be opened: " + e, e);
            }
        }
    }
}
