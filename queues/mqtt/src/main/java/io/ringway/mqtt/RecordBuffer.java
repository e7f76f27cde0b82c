package io.ringway.mqtt;

import java.util.Arrays;

/**
 * Readings as records for the spool, one behind the other in an array that is used again. An array for each record
 * would make a young collection every few seconds, which stops the producers for milliseconds. For one thread.
 */
final class RecordBuffer {
    private final PayloadBuffer bytes = new PayloadBuffer();
    private int[] ends = new int[1024];
    private int count;

    void clear() {
        bytes.cutTo(0);
        count = 0;
    }

    /** Returns how many records there are. */
    int count() {
        return count;
    }

    /** Returns how many bytes all records have. */
    int length() {
        return bytes.length();
    }

    /** Adds a reading, or returns {@code false} if its record would have more than {@code limit} bytes. */
    boolean add(Telemetry reading, int limit) {
        int begin = bytes.length();
        TelemetryCodec.encode(reading, bytes);
        if (bytes.length() - begin > limit) {
            bytes.cutTo(begin);
            return false;
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = bytes.length();
        return true;
    }

    /** Stores the records, and returns how many of them, from the first on, there was room for. */
    int storeIn(SpoolStore store) {
        return store.append(bytes.array(), ends, count);
    }
}
