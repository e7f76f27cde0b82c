package io.ringway.log;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process with a small heap that spools a million records, opens the spool again, and reads them. */
public final class SpoolFiller {

    private static final int RECORDS = 1_000_000;
    private static final int BATCH = 4096;
    private static final int RECORD_BYTES = 200;

    private SpoolFiller() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        try (Spool spool = Spool.open(directory, SpoolOptions.defaults())) {
            for (int i = 0; i < RECORDS; i += BATCH) {
                List<byte[]> records = new ArrayList<>();
                for (int j = i; j < Math.min(i + BATCH, RECORDS); j++) {
                    records.add(ByteBuffer.allocate(RECORD_BYTES).putInt(j).array());
                }
                spool.append(records);
            }
        }
        int next = 0;
        try (Spool spool = Spool.open(directory, SpoolOptions.defaults())) {
            System.out.println(spool.pending() + " pending");
            for (List<SpoolRecord> read = spool.read(512, 1 << 20); !read.isEmpty(); read = spool.read(512, 1 << 20)) {
                for (SpoolRecord record : read) {
                    if (ByteBuffer.wrap(record.payload()).getInt() != next++) {
                        throw new AssertionError("record " + record.sequence() + " is not number " + (next - 1));
                    }
                }
                spool.acknowledge(next - 1);
            }
        }
        System.out.println(next + " read");
    }
}
