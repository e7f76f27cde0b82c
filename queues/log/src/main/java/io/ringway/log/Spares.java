package io.ringway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files of the size of a segment that are ready to become one: filled with zeros beforehand, or left over from a
 * dropped segment. Writing into allocated blocks makes a sync about twice as fast as growing a file, and can't fail for
 * want of space.
 */
final class Spares {

    static final Pattern NAME = Pattern.compile("spare-[0-9]+");

    /** Two that are dropped at once, and one that was made meanwhile, are all used again. */
    private static final int KEPT = 3;

    private static final int FILL_BYTES = 1 << 20;

    /** A sync of the log waits for what is being written: that is at most this many bytes. */
    private static final int FILL_BYTES_PER_SYNC = 1 << 22;

    private final Path directory;
    private final FileLayer files;
    private final int segmentBytes;
    private final Deque<Path> ready = new ArrayDeque<>();
    private @Nullable CompletableFuture<Path> coming;
    private long made;
    private volatile boolean closed;

    Spares(Path directory, FileLayer files, int segmentBytes) {
        this.directory = directory;
        this.files = files;
        this.segmentBytes = segmentBytes;
    }

    /** Takes over a spare that an earlier run left, or deletes it if it can't be used. */
    void adopt(String name) throws IOException {
        Path path = directory.resolve(name);
        made = Math.max(made, Long.parseLong(name.substring(name.indexOf('-') + 1)) + 1);
        boolean usable;
        try (LogFile file = files.openReadOnly(path)) {
            usable = file.size() == segmentBytes && ready.size() < KEPT;
        }
        if (usable) {
            ready.add(path);
        } else {
            files.delete(path);
        }
    }

    /** Sees to it that there will be a spare. */
    void prepare() {
        CompletableFuture<Path> future = new CompletableFuture<>();
        synchronized (this) {
            if (closed || !ready.isEmpty() || coming != null) {
                return;
            }
            coming = future;
        }
        files.inBackground(() -> {
            try {
                future.complete(make());
            } catch (IOException | RuntimeException | Error e) {
                future.completeExceptionally(e);
            }
        });
    }

    /** Returns a spare; waits for the one that is being prepared, or makes one. */
    Path take() throws IOException {
        CompletableFuture<Path> future;
        synchronized (this) {
            Path path = ready.poll();
            if (path != null) {
                return path;
            }
            future = coming;
            coming = null;
        }
        if (future != null) {
            try {
                return future.join();
            } catch (CompletionException e) {
                // It may have failed long ago: what counts is whether it works now.
            }
        }
        return make();
    }

    /** Puts back what wasn't used. */
    synchronized void giveBack(Path path) {
        ready.add(path);
    }

    private Path make() throws IOException {
        Path path = nextPath();
        try (LogFile file = files.create(path)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(FILL_BYTES, segmentBytes));
            long offset = 0;
            while (offset < segmentBytes) {
                if (closed) {
                    throw new IOException("the log is closed");
                }
                zeros.clear().limit((int) Math.min(zeros.capacity(), segmentBytes - offset));
                file.write(zeros, offset);
                offset += zeros.limit();
                if (offset % FILL_BYTES_PER_SYNC == 0 || offset == segmentBytes) {
                    file.sync();
                }
            }
            return path;
        } catch (IOException | RuntimeException | Error e) {
            files.delete(path);
            throw e;
        }
    }

    private synchronized Path nextPath() {
        return directory.resolve("spare-" + made++);
    }

    /** Keeps the file of a dropped segment, or deletes it. */
    void recycle(Path segment, int size) throws IOException {
        boolean keep;
        synchronized (this) {
            keep = size == segmentBytes && ready.size() < KEPT;
        }
        if (!keep) {
            files.delete(segment);
            return;
        }
        Path path = nextPath();
        files.rename(segment, path);
        giveBack(path);
    }

    /** Ends the preparation, if one is under way. */
    void close() {
        CompletableFuture<Path> future;
        synchronized (this) {
            closed = true;
            future = coming;
        }
        if (future != null) {
            future.exceptionally(failure -> directory).join();
        }
    }
}
