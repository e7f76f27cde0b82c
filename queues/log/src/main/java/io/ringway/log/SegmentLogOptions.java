package io.ringway.log;

import static java.util.Objects.requireNonNull;

/**
 * How a {@link SegmentLog} keeps its files.
 *
 * @param segmentBytes the size of a segment, from 4 KiB to 1 GiB, a multiple of 8; by default 64 MiB. Whole segments
 *     are allocated and freed, and a batch is smaller than one. A log that is opened with another size than before
 *     keeps the segments that it has
 * @param files the file system; by default that of the machine
 */
public record SegmentLogOptions(int segmentBytes, FileLayer files) {

    private static final int MIN_SEGMENT_BYTES = 1 << 12;
    private static final int MAX_SEGMENT_BYTES = 1 << 30;

    /**
     * Makes a set of options.
     *
     * @param segmentBytes the size of a segment in bytes
     * @param files the file system
     * @throws IllegalArgumentException if {@code segmentBytes} is out of range
     */
    public SegmentLogOptions {
        if (segmentBytes < MIN_SEGMENT_BYTES || segmentBytes > MAX_SEGMENT_BYTES || segmentBytes % 8 != 0) {
            throw new IllegalArgumentException("segmentBytes must be a multiple of 8 from " + MIN_SEGMENT_BYTES + " to "
                    + MAX_SEGMENT_BYTES + ": " + segmentBytes);
        }
        requireNonNull(files, "files");
    }

    /**
     * Returns the defaults.
     *
     * @return segments of 64 MiB on the machine's file system
     */
    public static SegmentLogOptions defaults() {
        return new SegmentLogOptions(1 << 26, FileLayer.disk());
    }

    /**
     * Returns these options with another size of segments.
     *
     * @param bytes the size of a segment, from 4 KiB to 1 GiB, a multiple of 8
     * @return the new options
     * @throws IllegalArgumentException if {@code bytes} is out of range
     */
    public SegmentLogOptions withSegmentBytes(int bytes) {
        return new SegmentLogOptions(bytes, files);
    }

    /**
     * Returns these options with another file system.
     *
     * @param layer the file system
     * @return the new options
     */
    public SegmentLogOptions withFiles(FileLayer layer) {
        return new SegmentLogOptions(segmentBytes, layer);
    }
}
