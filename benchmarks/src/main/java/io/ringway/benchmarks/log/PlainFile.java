package io.ringway.benchmarks.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What one writes without a spool: a file of lengths and records, synced after each batch. It has no checksums, knows
 * nothing of what was acknowledged, and gives no room back.
 */
final class PlainFile implements AutoCloseable {

    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final long maxBytes;
    private long written;
    private long read;

    PlainFile(Path file, long maxBytes) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.maxBytes = maxBytes;
    }

    void append(List<byte[]> records) throws IOException {
        buffer.clear();
        for (byte[] each : records) {
            buffer.putInt(each.length).put(each);
        }
        buffer.flip();
        if (written + buffer.limit() > maxBytes) {
            written = 0;
            read = 0;
        }
        while (buffer.hasRemaining()) {
            written += channel.write(buffer, written);
        }
        channel.force(false);
    }

    /** Returns the next records, none at the end. */
    List<byte[]> read() throws IOException {
        buffer.clear().limit((int) Math.min(BUFFER, written - read));
        while (buffer.hasRemaining() && channel.read(buffer, read + buffer.position()) > 0) {}
        buffer.flip();
        List<byte[]> records = new ArrayList<>();
        while (buffer.remaining() > Integer.BYTES
                && buffer.remaining() - Integer.BYTES >= buffer.getInt(buffer.position())) {
            byte[] each = new byte[buffer.getInt()];
            buffer.get(each);
            records.add(each);
        }
        read += buffer.position();
        return records;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
