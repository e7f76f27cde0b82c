package io.ringway.durable;

import java.util.List;

/**
 * The state of a consumer group.
 *
 * @param name the group
 * @param lag messages that the group has yet to settle
 * @param inFlight those among them that a consumer holds
 * @param waiting those among them that wait for their retry
 * @param consumers the members, in the order of joining
 */
public record GroupStats(String name, long lag, int inFlight, int waiting, List<ConsumerStats> consumers) {

    /**
     * Makes a record.
     *
     * @param name the group
     * @param lag messages to settle
     * @param inFlight messages held by a consumer
     * @param waiting messages that wait for their retry
     * @param consumers the members
     */
    public GroupStats {
        consumers = List.copyOf(consumers);
    }
}
