package io.ringway.durable;

import java.util.Map;
import java.util.TreeMap;

/** How many bytes live in which part of the log. */
final class Space {

    /** Parts of this size are told apart. */
    static final int ZONE_BITS = 24;

    private final TreeMap<Long, long[]> zones = new TreeMap<>();
    private long live;

    /** The part that was added to last: most messages come one after the other. */
    private long lastZone = -1;

    private long[] lastBytes = {};

    void add(long address, int length) {
        long zone = address >> ZONE_BITS;
        if (zone != lastZone) {
            lastBytes = zones.computeIfAbsent(zone, z -> new long[1]);
            lastZone = zone;
        }
        lastBytes[0] += length;
        live += length;
    }

    void remove(long address, int length) {
        long zone = address >> ZONE_BITS;
        long[] bytes = zone == lastZone ? lastBytes : zones.get(zone);
        if (bytes == null) {
            throw new IllegalStateException("nothing lives at " + address);
        }
        bytes[0] -= length;
        live -= length;
        if (bytes[0] == 0) {
            zones.remove(zone);
            if (zone == lastZone) {
                lastZone = -1;
            }
        }
    }

    /** All bytes that live. */
    long live() {
        return live;
    }

    /** The beginning of the first part in which something lives; {@link Long#MAX_VALUE} if nothing lives. */
    long first() {
        return zones.isEmpty() ? Long.MAX_VALUE : zones.firstKey() << ZONE_BITS;
    }

    /** How much lives in that part. */
    long firstLive() {
        Map.Entry<Long, long[]> first = zones.firstEntry();
        return first == null ? 0 : first.getValue()[0];
    }
}
