package io.ringway.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Stands before another layer and fails, or waits, where a test says so. */
final class FaultLayer implements FileLayer {

    /** What can fail. */
    enum Operation {
        LIST,
        CREATE,
        OPEN,
        RENAME,
        DELETE,
        SYNC_DIRECTORY,
        WRITE,
        READ,
        SYNC
    }

    /** Decides before each operation; throwing makes it fail, and then it isn't done. */
    interface Judge {
        void before(Operation operation, Path file) throws IOException;
    }

    private final FileLayer real;
    private volatile Judge judge = (operation, file) -> {};

    FaultLayer(FileLayer real) {
        this.real = real;
    }

    void judge(Judge newJudge) {
        judge = newJudge;
    }

    /** From now on fails one operation with every file. */
    void fail(Operation failing, String message) {
        judge((operation, file) -> {
            if (operation == failing) {
                throw new IOException(message);
            }
        });
    }

    void heal() {
        judge((operation, file) -> {});
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        real.createDirectories(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        judge.before(Operation.LIST, directory);
        return real.list(directory);
    }

    @Override
    public LogFile create(Path file) throws IOException {
        judge.before(Operation.CREATE, file);
        return new Judged(real.create(file), file);
    }

    @Override
    public LogFile open(Path file) throws IOException {
        judge.before(Operation.OPEN, file);
        return new Judged(real.open(file), file);
    }

    @Override
    public LogFile openReadOnly(Path file) throws IOException {
        judge.before(Operation.OPEN, file);
        return new Judged(real.openReadOnly(file), file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        judge.before(Operation.RENAME, from);
        real.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        judge.before(Operation.DELETE, file);
        real.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        judge.before(Operation.SYNC_DIRECTORY, directory);
        real.syncDirectory(directory);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return real.lock(file);
    }

    @Override
    public void inBackground(Runnable task) {
        real.inBackground(task);
    }

    private final class Judged implements LogFile {

        private final LogFile file;
        private final Path path;

        Judged(LogFile file, Path path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            judge.before(Operation.WRITE, path);
            file.write(bytes, offset);
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            judge.before(Operation.READ, path);
            return file.read(into, offset);
        }

        @Override
        public void sync() throws IOException {
            judge.before(Operation.SYNC, path);
            file.sync();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
