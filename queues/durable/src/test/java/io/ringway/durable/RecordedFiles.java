package io.ringway.durable;

import io.ringway.log.Fates;
import io.ringway.log.FileLayer;
import io.ringway.log.LogFile;
import io.ringway.log.PowerCutLayer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files in memory for the threads of an engine, which keep a record of every operation, so that one run can be cut at
 * each of them afterwards.
 */
final class RecordedFiles implements FileLayer {

    /** Does an operation again, on files that were in the same state before. */
    private interface Operation {
        void on(PowerCutLayer files, Map<Integer, LogFile> open) throws IOException;
    }

    private static final PowerCutLayer.Fate ALL_KEPT = Fates.of(1).get(1).fate();

    private record Step(Operation operation, boolean syncsLog) {}

    private final PowerCutLayer files;
    private final PowerCutLayer before;
    private final List<Step> steps = new ArrayList<>();
    private int opened;

    RecordedFiles(PowerCutLayer before) {
        this.before = before;
        files = copy(before);
    }

    /** Files with the same contents, all of them durable. */
    static PowerCutLayer copy(PowerCutLayer files) {
        return files.afterPowerCut(ALL_KEPT);
    }

    /** What a process would find that comes after this one was killed. */
    synchronized PowerCutLayer found() {
        return copy(files);
    }

    /** What a machine would find whose power fails now, and which loses all that it may. */
    synchronized PowerCutLayer afterPowerCut() {
        return files.afterPowerCut(Fates.of(0).get(0).fate());
    }

    /** How many operations there were: all of them are in the files. */
    synchronized int steps() {
        return steps.size();
    }

    /** The operation that makes durable what was appended before another one; as many as there are if none does. */
    synchronized int nextSync(int step) {
        int next = step;
        while (next < steps.size() && !steps.get(next).syncsLog) {
            next++;
        }
        return next;
    }

    /** Goes through the record, an operation at a time. */
    Replica replica() {
        return new Replica();
    }

    /** The files as they were after some of the operations. */
    final class Replica {
        final PowerCutLayer files = copy(before);
        private final Map<Integer, LogFile> open = new HashMap<>();

        /** Returns whether the operation changed anything: opening a file doesn't. */
        boolean step(int number) throws IOException {
            int operations = files.operations();
            steps.get(number).operation.on(files, open);
            return files.operations() > operations;
        }
    }

    private void record(Operation operation) {
        steps.add(new Step(operation, false));
    }

    private LogFile opened(Path file, LogFile real, boolean creates) {
        int number = opened++;
        if (creates) {
            record((layer, open) -> open.put(number, layer.create(file)));
        } else {
            record((layer, open) -> open.put(number, layer.open(file)));
        }
        return new Open(number, real, file.toString().endsWith(".log"));
    }

    @Override
    public void createDirectories(Path directory) {}

    @Override
    public synchronized List<String> list(Path directory) {
        return files.list(directory);
    }

    @Override
    public synchronized LogFile create(Path file) throws IOException {
        return opened(file, files.create(file), true);
    }

    @Override
    public synchronized LogFile open(Path file) throws IOException {
        return opened(file, files.open(file), false);
    }

    @Override
    public LogFile openReadOnly(Path file) throws IOException {
        return open(file);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        files.rename(from, to);
        record((layer, open) -> layer.rename(from, to));
    }

    @Override
    public synchronized void delete(Path file) {
        files.delete(file);
        record((layer, open) -> layer.delete(file));
    }

    @Override
    public synchronized void syncDirectory(Path directory) {
        files.syncDirectory(directory);
        record((layer, open) -> layer.syncDirectory(directory));
    }

    @Override
    public synchronized Closeable lock(Path file) {
        Closeable lock = files.lock(file);
        return () -> {
            synchronized (this) {
                lock.close();
            }
        };
    }

    @Override
    public void inBackground(Runnable task) {
        task.run();
    }

    private final class Open implements LogFile {

        private final int number;
        private final LogFile real;
        private final boolean ofLog;

        Open(int number, LogFile real, boolean ofLog) {
            this.number = number;
            this.real = real;
            this.ofLog = ofLog;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            synchronized (RecordedFiles.this) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                real.write(bytes, offset);
                record((layer, open) -> open.get(number).write(ByteBuffer.wrap(copy), offset));
            }
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            synchronized (RecordedFiles.this) {
                return real.read(into, offset);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (RecordedFiles.this) {
                real.sync();
                steps.add(new Step((layer, open) -> open.get(number).sync(), ofLog));
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (RecordedFiles.this) {
                return real.size();
            }
        }

        @Override
        public void close() {}
    }
}
