package io.ringway.mqtt.ingest;

import io.ringway.mqtt.IngestDropReason;
import io.ringway.mqtt.IngestStats;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The books. Each change and each look is under one lock, so the sum holds in every look. */
final class Counts {

    private long offered;
    private long stored;
    private long duplicates;
    private long statuses;
    private long pending;
    private long pendingBytes;
    private long oldest;
    private final Map<IngestDropReason, Long> dropped = new EnumMap<>(IngestDropReason.class);
    private final Map<Cause, Long> transactions = new EnumMap<>(Cause.class);
    private long messages;
    private long retries;
    private long waitedMillis;

    /** What began a transaction. */
    enum Cause {
        SIZE,
        WINDOW,
        INTERVAL,
        CLOSE
    }

    synchronized void accepted(Message message) {
        if (pending == 0) {
            oldest = message.receivedAt();
        }
        offered++;
        pending++;
        pendingBytes += message.payload().remaining();
    }

    /** Takes back that a message was accepted: there was no room for it. */
    synchronized void refused(Message message, IngestDropReason reason) {
        dropped.merge(reason, 1L, Long::sum);
        pending--;
        pendingBytes -= message.payload().remaining();
    }

    synchronized void refused(IngestDropReason reason) {
        offered++;
        dropped.merge(reason, 1L, Long::sum);
    }

    synchronized void written(List<Message> batch, Tally tally, Cause cause, long now) {
        transactions.merge(cause, 1L, Long::sum);
        messages += batch.size();
        stored += tally.stored;
        duplicates += tally.duplicates;
        statuses += tally.statuses;
        tally.dropped.forEach((reason, messages) -> dropped.merge(reason, messages, Long::sum));
        for (Message message : batch) {
            waitedMillis += Math.max(0, now - message.receivedAt());
        }
        left(batch);
    }

    synchronized void lost(List<Message> batch) {
        dropped.merge(IngestDropReason.CLOSED, (long) batch.size(), Long::sum);
        left(batch);
    }

    private void left(List<Message> batch) {
        pending -= batch.size();
        for (Message message : batch) {
            pendingBytes -= message.payload().remaining();
            // What is left came later than any of these, but for a status that overtook; near enough for an age.
            oldest = Math.max(oldest, message.receivedAt());
        }
    }

    synchronized void retried() {
        retries++;
    }

    synchronized IngestStats look() {
        Map<IngestDropReason, Long> drops = new EnumMap<>(IngestDropReason.class);
        for (IngestDropReason reason : IngestDropReason.values()) {
            drops.put(reason, dropped.getOrDefault(reason, 0L));
        }
        return new IngestStats(
                offered,
                stored,
                duplicates,
                statuses,
                pending,
                pendingBytes,
                pending == 0 ? 0 : Math.max(0, System.currentTimeMillis() - oldest),
                drops,
                new IngestStats.Transactions(
                        transactions.getOrDefault(Cause.SIZE, 0L),
                        transactions.getOrDefault(Cause.WINDOW, 0L),
                        transactions.getOrDefault(Cause.INTERVAL, 0L),
                        transactions.getOrDefault(Cause.CLOSE, 0L),
                        messages,
                        retries),
                waitedMillis);
    }
}
