package io.ringway.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** The format of a snapshot, described in {@linkplain io.ringway.log the package}: writing and reading it. */
final class SnapshotFormat {

    static final int CHUNK_BYTES = 1 << 16;

    private static final int VERSION = 1;
    private static final long MAGIC = 0x52494E4757_534E50L; // "RINGWSNP"
    private static final int HEADER_BYTES = 24;
    private static final int CHUNK_HEADER_BYTES = 8;

    private SnapshotFormat() {}

    /** Of a chunk: where it is and what it belongs to are part of it, so that no other chunk can stand in its place. */
    private static int checksum(long position, long offset, ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(16).putLong(position).putLong(offset).flip());
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    /** Cuts what is written into chunks. */
    static final class Output extends OutputStream {

        private final LogFile file;
        private final long position;
        private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_HEADER_BYTES + CHUNK_BYTES);
        private long offset;

        Output(LogFile file, long position) throws IOException {
            this.file = file;
            this.position = position;
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            header.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(position);
            header.putInt(12, checksum(position, 0, header.slice(0, 12)));
            file.write(header.flip(), 0);
            offset = HEADER_BYTES;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            for (int done = 0; done < count; ) {
                int length = Math.min(CHUNK_BYTES, count - done);
                writeChunk(bytes, from + done, length);
                done += length;
            }
        }

        /** The chunk without bytes is the last one. */
        void end() throws IOException {
            writeChunk(new byte[0], 0, 0);
        }

        private void writeChunk(byte[] bytes, int from, int length) throws IOException {
            chunk.clear();
            chunk.putInt(0).putInt(length).put(bytes, from, length).flip();
            chunk.putInt(0, checksum(position, offset, chunk.slice(4, 4 + length)));
            int size = chunk.remaining();
            file.write(chunk, offset);
            offset += size;
        }
    }

    /** Puts the chunks together again, each checked. */
    static final class Input extends InputStream {

        private final Path path;
        private final LogFile file;
        private final long position;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_HEADER_BYTES + CHUNK_BYTES);
        private ByteBuffer chunk = ByteBuffer.allocate(0);
        private long offset = HEADER_BYTES;
        private boolean ended;

        Input(Path path, LogFile file, long position) throws IOException {
            this.path = path;
            this.file = file;
            this.position = position;
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            file.read(header, 0);
            header.flip();
            if (header.remaining() < HEADER_BYTES || header.getLong(0) != MAGIC) {
                throw new LogCorruptException(path, 0, "not a snapshot: it doesn't begin with RINGWSNP");
            }
            if (header.getInt(8) != VERSION) {
                throw new LogCorruptException(
                        path,
                        0,
                        "unknown format version " + header.getInt(8) + ": this program knows version " + VERSION);
            }
            if (header.getLong(16) != position || header.getInt(12) != checksum(position, 0, header.slice(0, 12))) {
                throw new LogCorruptException(path, 0, "the header is damaged");
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (!chunk.hasRemaining() && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int read = Math.min(count, chunk.remaining());
            chunk.get(into, at, read);
            return read;
        }

        private void nextChunk() throws IOException {
            file.read(buffer.clear(), offset);
            buffer.flip();
            int length = buffer.remaining() < CHUNK_HEADER_BYTES ? -1 : buffer.getInt(4);
            if (length < 0 || length > buffer.remaining() - CHUNK_HEADER_BYTES) {
                throw new LogCorruptException(path, offset, "the snapshot ends in the middle");
            }
            if (buffer.getInt(0) != checksum(position, offset, buffer.slice(4, 4 + length))) {
                throw new LogCorruptException(path, offset, "the checksum of the chunk is wrong");
            }
            chunk = buffer.slice(CHUNK_HEADER_BYTES, length);
            offset += CHUNK_HEADER_BYTES + length;
            ended = length == 0;
            if (ended && offset != file.size()) {
                throw new LogCorruptException(path, offset, "there is something behind the end of the snapshot");
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
