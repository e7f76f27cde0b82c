package io.ringway.log;

import java.io.InputStream;

/** A stored state: see {@link CommandLog#latestSnapshot()}. */
public interface LogSnapshot {

    /**
     * Returns the position that the snapshot stands for.
     *
     * @return frames below it are in the state; replay from it
     */
    long position();

    /**
     * Reads the state from its beginning, a bounded piece at a time. Each call gives a stream of its own.
     *
     * @return the bytes that {@link SnapshotWriter} wrote. It is buffered. Damage is reported as
     *     {@link LogCorruptException} before a damaged byte is returned
     * @throws LogException if the snapshot cannot be opened, for example because newer ones have replaced it
     */
    InputStream open();
}
