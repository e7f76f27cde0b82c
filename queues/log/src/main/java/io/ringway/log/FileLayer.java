package io.ringway.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * All that a log does to a file system, in few operations. {@link #disk} is the real one. A test can put its own in
 * between to record, delay or fail any of them, or to lose at a power cut what wasn't synced.
 *
 * <p>What an operation changes needn't be durable when it returns: contents become so by {@link LogFile#sync}, names by
 * {@link #syncDirectory}.
 */
public interface FileLayer {

    /**
     * Returns the file system of the machine.
     *
     * @return the layer that {@link SegmentLogOptions} has by default
     */
    static FileLayer disk() {
        return DiskLayer.INSTANCE;
    }

    /**
     * Makes a directory and those above it, durably, unless they are there.
     *
     * @param directory the directory
     * @throws IOException if it cannot be made
     */
    void createDirectories(Path directory) throws IOException;

    /**
     * Lists a directory.
     *
     * @param directory the directory
     * @return the names of its files, in any order
     * @throws IOException if it cannot be read
     */
    List<String> list(Path directory) throws IOException;

    /**
     * Makes a new file, empty, and opens it for reading and writing.
     *
     * @param file its path
     * @return the open file
     * @throws IOException if it cannot be made, or is there already
     */
    LogFile create(Path file) throws IOException;

    /**
     * Opens a file for reading and writing.
     *
     * @param file its path
     * @return the open file
     * @throws IOException if it cannot be opened
     */
    LogFile open(Path file) throws IOException;

    /**
     * Opens a file for reading alone.
     *
     * @param file its path
     * @return the open file
     * @throws IOException if it cannot be opened
     */
    LogFile openReadOnly(Path file) throws IOException;

    /**
     * Gives a file another name in the same directory, at once and as a whole. A file of that name is replaced.
     *
     * @param from the name before
     * @param to the name afterwards
     * @throws IOException if that failed; the names are as before
     */
    void rename(Path from, Path to) throws IOException;

    /**
     * Deletes a file, if it is there.
     *
     * @param file its path
     * @throws IOException if it cannot be deleted
     */
    void delete(Path file) throws IOException;

    /**
     * Makes the names in a directory durable.
     *
     * @param directory the directory
     * @throws IOException if that failed; what is durable is unknown then
     */
    void syncDirectory(Path directory) throws IOException;

    /**
     * Takes a lock that excludes every other process, and every other caller in this one. It ends with the process.
     *
     * @param file the file that stands for the lock; it is made if it isn't there
     * @return closing it gives the lock back
     * @throws LogLockedException if another has the lock; the message says who
     * @throws IOException if the lock cannot be tried
     */
    Closeable lock(Path file) throws IOException;

    /**
     * Runs a task that nobody waits for yet: making the next segment ready. A layer for tests may run it at once.
     *
     * @param task the task; it throws nothing
     */
    void inBackground(Runnable task);
}
