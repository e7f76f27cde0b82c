package io.ringway.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory that forget at a power cut what wasn't synced.
 *
 * <p>Every write and every change of a name is kept until a sync makes it durable, and is one boundary: the power can
 * be cut before it. {@link #afterPowerCut} makes the files that a machine could have afterwards: of the pending writes
 * and changes some are there and some aren't, in whichever order, and a write may be torn.
 */
public final class PowerCutLayer implements FileLayer {

    /** What happens to what was pending when the power was cut. */
    public interface Fate {

        /**
         * How much of a write the disk took.
         *
         * @param number of the pending writes and changes, in the order in which they were made
         * @param count of them
         * @param bytes of the write
         * @return the first and the last (exclusive) byte of the write that are there
         */
        int[] ofWrite(int number, int count, int bytes);

        /**
         * Whether a change of a name is there.
         *
         * @param number of the pending writes and changes
         * @param count of them
         * @return whether it is there
         */
        boolean ofChange(int number, int count);
    }

    /** The power has been cut: nothing works. */
    public static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;

        PowerCut() {
            super("the power is cut", null, false, false);
        }
    }

    /** A file without its name. What a pending write holds isn't in {@code durable} yet. */
    private static final class Content {
        byte[] now = new byte[0];
        byte[] durable = new byte[0];
    }

    /** A write or a change of a name that may be lost. */
    private abstract static class Pending {
        abstract void happenTo(PowerCutLayer after, Map<Content, Content> copies, Fate fate, int number, int count);
    }

    private static final class PendingWrite extends Pending {
        final Content content;
        final int offset;
        final byte[] bytes;

        PendingWrite(Content content, int offset, byte[] bytes) {
            this.content = content;
            this.offset = offset;
            this.bytes = bytes;
        }

        @Override
        void happenTo(PowerCutLayer after, Map<Content, Content> copies, Fate fate, int number, int count) {
            int[] part = fate.ofWrite(number, count, bytes.length);
            Content copy = copies.get(content);
            if (part[0] < part[1] && copy != null) {
                copy.now = written(copy.now, offset + part[0], Arrays.copyOfRange(bytes, part[0], part[1]));
            }
        }
    }

    private static final class PendingChange extends Pending {
        final Path directory;
        final @Nullable Path removed;
        final @Nullable Path added;
        final @Nullable Content content;

        PendingChange(Path directory, @Nullable Path removed, @Nullable Path added, @Nullable Content content) {
            this.directory = directory;
            this.removed = removed;
            this.added = added;
            this.content = content;
        }

        @Override
        void happenTo(PowerCutLayer after, Map<Content, Content> copies, Fate fate, int number, int count) {
            if (fate.ofChange(number, count)) {
                applyTo(after.names, copies);
            }
        }

        void applyTo(Map<Path, Content> names, @Nullable Map<Content, Content> copies) {
            if (removed != null) {
                names.remove(removed);
            }
            if (added != null) {
                names.put(added, copies == null ? content : copies.get(content));
            }
        }
    }

    private final Map<Path, Content> names = new HashMap<>();
    private final Map<Path, Content> durableNames = new HashMap<>();
    private final Set<Path> locked = new HashSet<>();
    private final List<Pending> pending = new ArrayList<>();
    private int operations;
    private int cutBefore = Integer.MAX_VALUE;

    /** Cuts the power before the write, the sync or the change with this number, from 0. */
    public void cutBefore(int operation) {
        cutBefore = operation;
    }

    /** Ends the process that has the files open: its locks are gone, and all that it wrote is still there. */
    void killProcess() {
        locked.clear();
    }

    /** Returns how many writes, syncs and changes there were. */
    public int operations() {
        return operations;
    }

    /** Returns how many writes and changes a power cut could take now. */
    public int pending() {
        return pending.size();
    }

    /** Returns what a machine may find when the power is back. */
    public PowerCutLayer afterPowerCut(Fate fate) {
        PowerCutLayer after = new PowerCutLayer();
        Map<Content, Content> copies = new HashMap<>();
        Set<Content> all = new HashSet<>(durableNames.values());
        all.addAll(names.values());
        for (Pending each : pending) {
            if (each instanceof PendingChange && ((PendingChange) each).content != null) {
                all.add(((PendingChange) each).content);
            }
        }
        for (Content content : all) {
            Content copy = new Content();
            copy.now = content.durable.clone();
            copies.put(content, copy);
        }
        durableNames.forEach((path, content) -> after.names.put(path, copies.get(content)));
        for (int i = 0; i < pending.size(); i++) {
            pending.get(i).happenTo(after, copies, fate, i, pending.size());
        }
        after.names.values().forEach(content -> content.durable = content.now.clone());
        after.durableNames.putAll(after.names);
        return after;
    }

    /** Changes bits of a file, as a disk that goes bad does. */
    void flip(Path file, int offset, int mask) {
        names.get(file).now[offset] ^= (byte) mask;
    }

    /** Returns the size of a file. */
    int size(Path file) {
        return names.get(file).now.length;
    }

    private void operation() {
        if (operations++ >= cutBefore) {
            throw new PowerCut();
        }
    }

    private static byte[] written(byte[] before, int offset, byte[] bytes) {
        byte[] after = before.length >= offset + bytes.length ? before : Arrays.copyOf(before, offset + bytes.length);
        System.arraycopy(bytes, 0, after, offset, bytes.length);
        return after;
    }

    private void change(@Nullable Path removed, @Nullable Path added, @Nullable Content content) {
        operation();
        Path directory = (removed == null ? added : removed).getParent();
        PendingChange change = new PendingChange(directory, removed, added, content);
        change.applyTo(names, null);
        pending.add(change);
    }

    @Override
    public void createDirectories(Path directory) {}

    @Override
    public List<String> list(Path directory) {
        return names.keySet().stream()
                .filter(path -> path.startsWith(directory))
                .map(path -> directory.relativize(path).getName(0).toString())
                .distinct()
                .toList();
    }

    @Override
    public LogFile create(Path file) throws IOException {
        if (names.containsKey(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Content content = new Content();
        change(null, file, content);
        return new Open(content);
    }

    @Override
    public LogFile open(Path file) throws IOException {
        Content content = names.get(file);
        if (content == null) {
            throw new NoSuchFileException(file.toString());
        }
        return new Open(content);
    }

    @Override
    public LogFile openReadOnly(Path file) throws IOException {
        return open(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Content content = names.get(from);
        if (content == null) {
            throw new NoSuchFileException(from.toString());
        }
        change(from, to, content);
    }

    @Override
    public void delete(Path file) {
        if (names.containsKey(file)) {
            change(file, null, null);
        }
    }

    @Override
    public void syncDirectory(Path directory) {
        operation();
        pending.removeIf(each -> {
            if (each instanceof PendingChange && ((PendingChange) each).directory.equals(directory)) {
                ((PendingChange) each).applyTo(durableNames, null);
                return true;
            }
            return false;
        });
    }

    @Override
    public Closeable lock(Path file) {
        if (!locked.add(file)) {
            throw new LogLockedException(file + " is locked", null);
        }
        return () -> locked.remove(file);
    }

    @Override
    public void inBackground(Runnable task) {
        task.run();
    }

    private final class Open implements LogFile {

        private final Content content;

        Open(Content content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) {
            operation();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            content.now = written(content.now, (int) offset, copy);
            pending.add(new PendingWrite(content, (int) offset, copy));
        }

        @Override
        public int read(ByteBuffer into, long offset) {
            int length = Math.max(0, Math.min(into.remaining(), content.now.length - (int) offset));
            into.put(content.now, (int) offset, length);
            return length;
        }

        @Override
        public void sync() {
            operation();
            content.durable = content.now.clone();
            pending.removeIf(each -> each instanceof PendingWrite && ((PendingWrite) each).content == content);
        }

        @Override
        public long size() {
            return content.now.length;
        }

        @Override
        public void close() {}
    }
}
