package io.ringway.log;

import static io.ringway.log.Frames.bytes;

import java.nio.file.Path;

/** A process that may not make a file larger than a limit: it appends until there is no other segment to be had. */
public final class FullDiskWriter {

    static final String BATCH = "x".repeat(10_000);

    private FullDiskWriter() {}

    public static void main(String[] arguments) {
        SegmentLogOptions options = SegmentLogOptions.defaults();
        try (SegmentLog log = SegmentLog.open(Path.of(arguments[0]), options.withSegmentBytes(1 << 22))) {
            int batches = 0;
            try {
                for (; batches < 1000; batches++) {
                    log.append(bytes(BATCH));
                }
            } catch (LogFullException e) {
                System.out.println(e.getMessage());
            }
            log.sync();
            int[] read = {0};
            log.replay(0, (position, payload) -> read[0]++);
            System.out.println(batches + " appended, " + read[0] + " read");
        }
    }
}
