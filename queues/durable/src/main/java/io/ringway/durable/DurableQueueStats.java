package io.ringway.durable;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a queue at one instant. Counts are totals since the queue was created; they survive restarts.
 *
 * @param queue the queue
 * @param depth messages in the queue
 * @param enqueued messages taken
 * @param dequeued deliveries, each attempt of each group
 * @param acked acknowledgements
 * @param nacked negative acknowledgements
 * @param expired leases that ran out
 * @param deadLettered messages that became dead letters, or were dropped where dead letters are disabled, by reason
 * @param groups the consumer groups, by name
 */
public record DurableQueueStats(
        String queue,
        long depth,
        long enqueued,
        long dequeued,
        long acked,
        long nacked,
        long expired,
        Map<DeadLetterReason, Long> deadLettered,
        List<GroupStats> groups) {

    /**
     * Makes a record.
     *
     * @param queue the queue
     * @param depth messages in the queue
     * @param enqueued messages taken
     * @param dequeued deliveries
     * @param acked acknowledgements
     * @param nacked negative acknowledgements
     * @param expired leases that ran out
     * @param deadLettered dead letters by reason
     * @param groups the consumer groups
     */
    public DurableQueueStats {
        deadLettered = Collections.unmodifiableMap(new EnumMap<>(deadLettered));
        groups = List.copyOf(groups);
    }
}
