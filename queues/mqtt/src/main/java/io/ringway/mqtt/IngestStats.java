package io.ringway.mqtt;

import java.util.Map;

/**
 * What {@link MqttIngest} did since it was built. One look is consistent: {@code offered} is the sum of {@code stored},
 * {@code duplicates}, {@code statuses}, {@code pending} and every count in {@code dropped}.
 *
 * @param offered the messages that arrived; one that the broker sends again counts again
 * @param stored the values written
 * @param duplicates the values that were in the database already, or twice in one transaction
 * @param statuses the messages about the status of a device that were applied
 * @param pending the messages that wait for their transaction or are in it
 * @param pendingBytes the length of their payloads, in bytes
 * @param oldestMillis about how long the oldest of them has waited, in milliseconds; 0 if there is none
 * @param dropped the messages that were not written, by reason; every reason is a key
 * @param transactions the transactions, by what began them
 * @param waitedMillis how long the messages in all transactions had waited from arrival to commit, in milliseconds,
 *     added up
 */
public record IngestStats(
        long offered,
        long stored,
        long duplicates,
        long statuses,
        long pending,
        long pendingBytes,
        long oldestMillis,
        Map<IngestDropReason, Long> dropped,
        Transactions transactions,
        long waitedMillis) {

    /**
     * Makes a record of the counts; the map is copied.
     *
     * @param offered the messages that arrived
     * @param stored the values written
     * @param duplicates the values that were there already
     * @param statuses the messages about a status that were applied
     * @param pending the messages that wait
     * @param pendingBytes the length of their payloads, in bytes
     * @param oldestMillis how long the oldest of them has waited, in milliseconds
     * @param dropped the messages that were not written, by reason
     * @param transactions the transactions, by what began them
     * @param waitedMillis how long all messages had waited, in milliseconds
     */
    public IngestStats {
        dropped = Map.copyOf(dropped);
    }

    /**
     * Adds up what was dropped for all reasons.
     *
     * @return the messages dropped
     */
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Tells how many messages were dropped for a reason.
     *
     * @param reason the reason
     * @return the messages dropped for it
     */
    public long dropped(IngestDropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    /**
     * Transactions by what began them.
     *
     * @param bySize those begun because a batch was full
     * @param byWindow those begun because the broker would have waited for acknowledgements
     * @param byInterval those begun because the interval was over
     * @param byClose those begun by the end of the ingest
     * @param messages the messages in all of them
     * @param retries attempts that failed and were repeated
     */
    public record Transactions(long bySize, long byWindow, long byInterval, long byClose, long messages, long retries) {

        /**
         * Adds up all causes.
         *
         * @return the transactions committed
         */
        public long total() {
            return bySize + byWindow + byInterval + byClose;
        }
    }
}
