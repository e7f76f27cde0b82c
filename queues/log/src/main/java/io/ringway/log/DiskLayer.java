package io.ringway.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The file system of the machine. */
final class DiskLayer implements FileLayer {

    static final DiskLayer INSTANCE = new DiskLayer();

    /** Windows can't open a directory, and keeps names by itself. */
    private static final boolean SYNCS_DIRECTORIES =
            !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    /**
     * The locks of this process. They must be known before the file is opened: when a process closes a file, the system
     * takes away all locks that it has on it, through whatever opening.
     */
    private final Set<Path> locked = new HashSet<>();

    private DiskLayer() {}

    @Override
    public void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().normalize().getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        Files.createDirectories(directory);
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    @Override
    public LogFile create(Path file) throws IOException {
        return DiskFile.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public LogFile open(Path file) throws IOException {
        return DiskFile.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public LogFile openReadOnly(Path file) throws IOException {
        return DiskFile.open(file, StandardOpenOption.READ);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (SYNCS_DIRECTORIES) {
            // This kind of channel isn't closed when a thread that uses it is interrupted.
            try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        Path parent = requireNonNull(file.toAbsolutePath().getParent(), "the lock file is in a directory");
        Path key = parent.toRealPath().resolve(file.getFileName());
        synchronized (locked) {
            if (!locked.add(key)) {
                throw new LogLockedException(parent + " is already open in this process", null);
            }
        }
        boolean interrupted = Thread.interrupted(); // it would close the channel
        try {
            Closeable lock = lockAgainstProcesses(file, parent);
            return () -> {
                lock.close();
                unlock(key);
            };
        } catch (IOException | RuntimeException | Error e) {
            unlock(key);
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void unlock(Path key) {
        synchronized (locked) {
            locked.remove(key);
        }
    }

    private static Closeable lockAgainstProcesses(Path file, Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new LogLockedException(directory + " is in use by another process" + holder(channel), null);
            }
            channel.truncate(0);
            channel.write(US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        return text.position() == 0 ? "" : ", process " + US_ASCII.decode(text.flip());
    }

    @Override
    public void inBackground(Runnable task) {
        Thread thread = new Thread(task, "ringway-log-prepare");
        thread.setDaemon(true);
        thread.start();
    }
}
