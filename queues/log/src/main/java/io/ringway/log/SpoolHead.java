package io.ringway.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file that remembers where the pending records of a spool begin. It has two slots. Changes go to one of them until
 * it was synced, then to the other, so that one is whole whatever a power cut does to the other. It never grows: a full
 * disk doesn't keep records from being acknowledged.
 */
final class SpoolHead implements Closeable {

    static final String NAME = "head";

    private static final String TEMPORARY = "head.tmp";
    private static final long MAGIC = 0x52494E4757_484541L; // "RINGWHEA"
    private static final int VERSION = 1;
    private static final int SLOT_BYTES = 64;
    private static final int SLOT_DISTANCE = 512;
    private static final int CHECKED_FROM = 16;

    /**
     * Where the pending records begin.
     *
     * @param generation which log has them
     * @param sequence the number of the first pending record
     * @param position a position of the log: the frame with that record is there or behind
     */
    record Place(long generation, long sequence, long position) {}

    private final Path path;
    private final LogFile file;
    private Place place;
    private long change;
    private int slot;
    private boolean dirty;

    private SpoolHead(Path path, LogFile file, Place place, long change, int slot) {
        this.path = path;
        this.file = file;
        this.place = place;
        this.change = change;
        this.slot = slot;
    }

    /** Makes a new file, durably. */
    static SpoolHead create(Path directory, FileLayer files, Place place) throws IOException {
        Path temporary = directory.resolve(TEMPORARY);
        Path path = directory.resolve(NAME);
        files.delete(temporary);
        try (LogFile file = files.create(temporary)) {
            file.write(ByteBuffer.allocate(SLOT_DISTANCE + SLOT_BYTES), 0);
            file.write(encoded(place, 1), 0);
            file.sync();
        }
        files.rename(temporary, path);
        files.syncDirectory(directory);
        return new SpoolHead(path, files.open(path), place, 1, 1);
    }

    static SpoolHead open(Path directory, FileLayer files) throws IOException {
        Path path = directory.resolve(NAME);
        LogFile file = files.open(path);
        try {
            ByteBuffer bytes = ByteBuffer.allocate(SLOT_DISTANCE + SLOT_BYTES);
            file.read(bytes, 0);
            bytes.flip();
            int newest = -1;
            String problem = "the file is too short";
            for (int i = 0; i < 2 && bytes.limit() == bytes.capacity(); i++) {
                ByteBuffer one = bytes.slice(i * SLOT_DISTANCE, SLOT_BYTES);
                String wrong = problem(one);
                if (wrong != null) {
                    problem = wrong;
                } else if (newest < 0 || change(one) > change(bytes.slice(newest * SLOT_DISTANCE, SLOT_BYTES))) {
                    newest = i;
                }
            }
            if (newest < 0) {
                throw new LogCorruptException(path, 0, problem);
            }
            ByteBuffer slot = bytes.slice(newest * SLOT_DISTANCE, SLOT_BYTES);
            Place place = new Place(slot.getLong(24), slot.getLong(32), slot.getLong(40));
            // What was read may not be durable yet; then it must not be all that there is.
            file.sync();
            return new SpoolHead(path, file, place, change(slot), 1 - newest);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static @Nullable String problem(ByteBuffer slot) {
        if (slot.getLong(0) != MAGIC) {
            return "not the head of a spool";
        }
        if (slot.getInt(8) != VERSION) {
            return "unknown format version " + slot.getInt(8) + ": this program knows version " + VERSION;
        }
        return slot.getInt(12) == checksum(slot) ? null : "the checksum is wrong";
    }

    private static long change(ByteBuffer slot) {
        return slot.getLong(16);
    }

    private static int checksum(ByteBuffer slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot.slice(CHECKED_FROM, SLOT_BYTES - CHECKED_FROM));
        return (int) crc.getValue();
    }

    private static ByteBuffer encoded(Place place, long change) {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.putLong(0, MAGIC).putInt(8, VERSION).putLong(16, change);
        slot.putLong(24, place.generation).putLong(32, place.sequence).putLong(40, place.position);
        slot.putInt(12, checksum(slot));
        return slot;
    }

    Place place() {
        return place;
    }

    Path path() {
        return path;
    }

    /** Remembers a place. A crash of the process keeps it; a power cut may go back to the one that was synced. */
    void move(Place newPlace) throws IOException {
        if (!newPlace.equals(place)) {
            file.write(encoded(newPlace, change + 1), (long) slot * SLOT_DISTANCE);
            place = newPlace;
            change++;
            dirty = true;
        }
    }

    void sync() throws IOException {
        if (dirty) {
            file.sync();
            dirty = false;
            slot = 1 - slot;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
