package io.ringway.durable;

import org.jspecify.annotations.Nullable;

/**
 * The records that went into the log last, so that what is delivered at once need not be read back. Bounded: 4,096
 * records of at most 4 KiB. For the log thread.
 */
final class Recent {

    private static final int SLOTS = 1 << 12;
    private static final int LARGEST = 1 << 12;

    private final long[] addresses = new long[SLOTS];
    private final byte[] @Nullable [] records = new byte[SLOTS][];
    private int next;

    void put(long address, byte[] record) {
        if (record.length <= LARGEST) {
            addresses[next] = address;
            records[next] = record;
            next = (next + 1) & (SLOTS - 1);
        }
    }

    /** Addresses ascend round the ring, so a binary search finds one. */
    byte @Nullable [] get(long address) {
        int low = 0;
        int high = SLOTS - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int slot = (next + middle) & (SLOTS - 1);
            long at = records[slot] == null ? -1 : addresses[slot];
            if (at == address) {
                return records[slot];
            }
            if (at < address) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }
}
