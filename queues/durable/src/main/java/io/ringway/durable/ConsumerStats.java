package io.ringway.durable;

import java.util.List;

/**
 * The state of a member of a group.
 *
 * @param consumerId the consumer
 * @param partitions the partitions that are its own, ascending
 * @param inFlight deliveries that it holds
 * @param prefetch the most deliveries that it may hold
 */
public record ConsumerStats(String consumerId, List<Integer> partitions, int inFlight, int prefetch) {

    /**
     * Makes a record.
     *
     * @param consumerId the consumer
     * @param partitions its partitions
     * @param inFlight deliveries that it holds
     * @param prefetch the most deliveries that it may hold
     */
    public ConsumerStats {
        partitions = List.copyOf(partitions);
    }
}
