package io.ringway.log;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32C;

/** A process that appends batches until it is killed, and says on its standard output which are durable. */
public final class CrashWriter {

    static final SegmentLogOptions OPTIONS = SegmentLogOptions.defaults().withSegmentBytes(1 << 16);

    private CrashWriter() {}

    public static void main(String[] arguments) {
        Random random = new Random(Long.parseLong(arguments[1]));
        PrintStream out = System.out;
        try (SegmentLog log = SegmentLog.open(Path.of(arguments[0]), OPTIONS)) {
            long[] next = {0};
            log.replay(log.firstPosition(), (position, payload) -> next[0] = number(payload) + 1);
            while (true) {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    log.append(batch(next[0]++, random.nextInt(8000)));
                }
                log.sync();
                out.println(next[0] - 1);
                out.flush();
                if (random.nextInt(50) == 0) {
                    log.writeSnapshot(log.nextPosition(), stream -> stream.write(new byte[100_000]));
                    log.dropBefore(log.nextPosition() - 300_000);
                }
            }
        }
    }

    /** A number, filling, and the checksum of both. */
    static ByteBuffer batch(long number, int filling) {
        ByteBuffer batch = ByteBuffer.allocate(16 + filling).putLong(number);
        for (int i = 0; i < filling; i++) {
            batch.put((byte) (number + i));
        }
        CRC32C crc = new CRC32C();
        crc.update(batch.array(), 0, batch.position());
        return batch.putLong(crc.getValue()).flip();
    }

    static long number(ByteBuffer batch) {
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(batch.position(), batch.remaining() - 8));
        if (crc.getValue() != batch.getLong(batch.limit() - 8)) {
            throw new AssertionError("wrong data in the batch of " + batch.remaining() + " bytes");
        }
        return batch.getLong(batch.position());
    }
}
