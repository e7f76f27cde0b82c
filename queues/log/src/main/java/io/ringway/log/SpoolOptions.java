package io.ringway.log;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;

/**
 * The limits of a {@link Spool}, and what it does at them.
 *
 * @param maxBytes the bytes that pending records may take, at least 4 KiB; by default 1 GiB. A record takes its own
 *     bytes and 12 more, the first of each batch 32 more besides. The files take up to five segments more than that
 * @param maxAge how old a record may become, more than zero; by default 7 days. It is measured by {@code clock}: where
 *     that jumps forward, records are older at once; where it jumps back, they are kept longer
 * @param dropOldest what happens when there is no room: true gives up the oldest records, false refuses the new ones;
 *     by default true
 * @param keepReadable what happens when the files are damaged: true keeps the records that can be read, and counts what
 *     is lost; false refuses to open the spool; by default false
 * @param segmentBytes the size of the files, from 4 KiB to 1 GiB, a multiple of 8; by default 16 MiB. No record can be
 *     larger
 * @param clock tells the time of a record; by default the system's
 * @param files the file system; by default that of the machine
 */
public record SpoolOptions(
        long maxBytes,
        Duration maxAge,
        boolean dropOldest,
        boolean keepReadable,
        int segmentBytes,
        InstantSource clock,
        FileLayer files) {

    private static final long MIN_BYTES = 1 << 12;

    /**
     * Makes a set of options.
     *
     * @param maxBytes the bytes that pending records may take
     * @param maxAge how old a record may become
     * @param dropOldest whether the oldest records are given up when there is no room
     * @param keepReadable whether damage is accepted
     * @param segmentBytes the size of the files in bytes
     * @param clock tells the time of a record
     * @param files the file system
     * @throws IllegalArgumentException if a value is out of range; the message names it
     */
    public SpoolOptions {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("maxBytes must be at least " + MIN_BYTES + ": " + maxBytes);
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("maxAge must be more than zero: " + maxAge);
        }
        requireNonNull(clock, "clock");
        new SegmentLogOptions(segmentBytes, files);
    }

    /**
     * Returns the defaults.
     *
     * @return 1 GiB, 7 days, dropping the oldest, refusing damage
     */
    public static SpoolOptions defaults() {
        return new SpoolOptions(
                1L << 30, Duration.ofDays(7), true, false, 1 << 24, InstantSource.system(), FileLayer.disk());
    }

    /**
     * Returns these options with another bound.
     *
     * @param bytes the bytes that pending records may take, at least 4 KiB
     * @return the new options
     * @throws IllegalArgumentException if {@code bytes} is out of range
     */
    public SpoolOptions withMaxBytes(long bytes) {
        return new SpoolOptions(bytes, maxAge, dropOldest, keepReadable, segmentBytes, clock, files);
    }

    /**
     * Returns these options with another age.
     *
     * @param age how old a record may become, more than zero
     * @return the new options
     * @throws IllegalArgumentException if {@code age} is out of range
     */
    public SpoolOptions withMaxAge(Duration age) {
        return new SpoolOptions(maxBytes, age, dropOldest, keepReadable, segmentBytes, clock, files);
    }

    /**
     * Returns these options with another policy for a full spool.
     *
     * @param drop true gives up the oldest records, false refuses the new ones
     * @return the new options
     */
    public SpoolOptions withDropOldest(boolean drop) {
        return new SpoolOptions(maxBytes, maxAge, drop, keepReadable, segmentBytes, clock, files);
    }

    /**
     * Returns these options with another policy for damaged files.
     *
     * @param keep true keeps what can be read, false refuses to open
     * @return the new options
     */
    public SpoolOptions withKeepReadable(boolean keep) {
        return new SpoolOptions(maxBytes, maxAge, dropOldest, keep, segmentBytes, clock, files);
    }

    /**
     * Returns these options with another size of files.
     *
     * @param bytes the size of a file, from 4 KiB to 1 GiB, a multiple of 8
     * @return the new options
     * @throws IllegalArgumentException if {@code bytes} is out of range
     */
    public SpoolOptions withSegmentBytes(int bytes) {
        return new SpoolOptions(maxBytes, maxAge, dropOldest, keepReadable, bytes, clock, files);
    }

    /**
     * Returns these options with another clock.
     *
     * @param source tells the time of a record
     * @return the new options
     */
    public SpoolOptions withClock(InstantSource source) {
        return new SpoolOptions(maxBytes, maxAge, dropOldest, keepReadable, segmentBytes, source, files);
    }

    /**
     * Returns these options with another file system.
     *
     * @param layer the file system
     * @return the new options
     */
    public SpoolOptions withFiles(FileLayer layer) {
        return new SpoolOptions(maxBytes, maxAge, dropOldest, keepReadable, segmentBytes, clock, layer);
    }
}
