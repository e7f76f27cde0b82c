package io.ringway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of the machine, under the name that it has while it is open.
 *
 * <p>A {@link FileChannel} is closed for all threads when one of them is interrupted in it. Here it is then opened
 * again, and the read or write repeated: both name their place in the file, so a second time does no harm. A sync can't
 * be repeated, because its first outcome would be lost with the channel. It goes through a channel of the other kind,
 * which an interrupt doesn't close; both are openings of the same file, whose contents it makes durable.
 */
final class DiskFile implements LogFile {

    /** Windows neither deletes nor renames a file that is mapped. */
    private static final boolean KEEPS_MAPPED_FILES =
            System.getProperty("os.name", "").startsWith("Windows");

    private final Path path;
    private final OpenOption[] options;
    private final AsynchronousFileChannel syncing;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private DiskFile(Path path, OpenOption[] options, AsynchronousFileChannel syncing, FileChannel channel) {
        this.path = path;
        this.options = options;
        this.syncing = syncing;
        this.channel = channel;
    }

    static DiskFile open(Path path, OpenOption... options) throws IOException {
        FileChannel channel = FileChannel.open(path, options);
        OpenOption[] again = Arrays.stream(options)
                .filter(option -> option != StandardOpenOption.CREATE_NEW)
                .toArray(OpenOption[]::new);
        try {
            return new DiskFile(path, again, AsynchronousFileChannel.open(path, again), channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void write(ByteBuffer bytes, long offset) throws IOException {
        long shift = offset - bytes.position();
        repeatedly(bytes, using -> using.write(bytes, shift + bytes.position()));
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        int start = into.position();
        repeatedly(into, using -> using.read(into, offset - start + into.position()));
        return into.position() - start;
    }

    /** Part of a transfer; negative when there is no more. */
    private interface Transfer {
        int through(FileChannel channel) throws IOException;
    }

    /** Transfers until the buffer has nothing left. */
    private void repeatedly(ByteBuffer buffer, Transfer transfer) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            boolean more = true;
            while (more && buffer.hasRemaining()) {
                FileChannel using = channel;
                try {
                    more = transfer.through(using) >= 0;
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    reopen(using, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen(FileChannel broken, ClosedChannelException cause) throws IOException {
        if (closed) {
            throw cause;
        }
        if (channel == broken) {
            channel = FileChannel.open(path, options);
        }
    }

    @Override
    public @Nullable ByteBuffer map(int bytes) throws IOException {
        if (KEEPS_MAPPED_FILES) {
            return null;
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel mapping = FileChannel.open(path, StandardOpenOption.READ)) {
                    return mapping.map(FileChannel.MapMode.READ_ONLY, 0, bytes);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void sync() throws IOException {
        syncing.force(false);
    }

    @Override
    public long size() throws IOException {
        return syncing.size();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try {
            syncing.close();
        } finally {
            channel.close();
        }
    }
}
