package io.ringway.durable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The de-duplication ids with which messages of a queue were published, for as long as they count. For one thread. */
final class DedupIds {

    /** The most ids that are remembered. */
    private static final int LIMIT = 100_000;

    /**
     * A message that was published with a de-duplication id.
     *
     * @param partition where it is
     * @param offset where it is there
     * @param time when it was published
     */
    record Published(int partition, long offset, long time) {}

    /** Oldest first. */
    private final Map<String, Published> ids = new LinkedHashMap<>();

    /** The message of an id, or null; forgets those that were published up to a time. */
    @Nullable
    Published find(String id, long upTo) {
        Iterator<Published> oldest = ids.values().iterator();
        while (oldest.hasNext() && oldest.next().time() <= upTo) {
            oldest.remove();
        }
        return ids.get(id);
    }

    /** Adds the id of the newest message; if there are too many, the oldest goes. */
    void add(String id, Published message) {
        ids.put(id, message);
        if (ids.size() > LIMIT) {
            Iterator<Published> oldest = ids.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** All ids, oldest first. */
    Map<String, Published> all() {
        return ids;
    }
}
