package io.ringway.mqtt.ingest;

import io.ringway.mqtt.IngestDropReason;
import java.util.EnumMap;
import java.util.Map;

/** What became of the messages of one transaction; thrown away with it if it fails. */
final class Tally {

    final Map<IngestDropReason, Long> dropped = new EnumMap<>(IngestDropReason.class);
    long stored;
    long duplicates;
    long statuses;

    void drop(IngestDropReason reason) {
        dropped.merge(reason, 1L, Long::sum);
    }
}
