package io.ringway.log;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the state that a snapshot keeps. */
@FunctionalInterface
public interface SnapshotWriter {

    /**
     * Writes the state.
     *
     * @param out takes the bytes. It is buffered; closing it does nothing. Valid during the call only
     * @throws IOException if {@code out} threw it
     */
    void write(OutputStream out) throws IOException;
}
