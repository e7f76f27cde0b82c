package io.ringway.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An open file of a log. Any thread may call any method. An interrupt of the caller changes nothing. */
public interface LogFile extends Closeable {

    /**
     * Writes all bytes from the position of a buffer to its limit.
     *
     * @param bytes the bytes; its position is its limit afterwards
     * @param offset where in the file the first one goes; the file grows if need be
     * @throws IOException if not all were written
     */
    void write(ByteBuffer bytes, long offset) throws IOException;

    /**
     * Reads until the buffer is full or the file ends.
     *
     * @param into takes the bytes
     * @param offset where in the file the first one is
     * @return how many were read, from 0
     * @throws IOException if they cannot be read
     */
    int read(ByteBuffer into, long offset) throws IOException;

    /**
     * Maps the file into memory, to be read. What is written later shows there too.
     *
     * @param bytes how many, from the beginning of the file, which has as many
     * @return the bytes; null if the file can only be read
     * @throws IOException if it cannot be mapped
     */
    default @Nullable ByteBuffer map(int bytes) throws IOException {
        return null;
    }

    /**
     * Makes what was written before durable, and the size of the file.
     *
     * @throws IOException if that failed; what is durable is unknown then
     */
    void sync() throws IOException;

    /**
     * Returns the size of the file.
     *
     * @return bytes, at least 0
     * @throws IOException if it cannot be found out
     */
    long size() throws IOException;
}
