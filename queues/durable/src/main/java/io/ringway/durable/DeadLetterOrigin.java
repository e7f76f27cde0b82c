package io.ringway.durable;

import java.time.Instant;

/**
 * Where a dead letter comes from, and why.
 *
 * @param queue the queue that it comes from
 * @param messageId its id there: the same however often the message is dead-lettered, so that duplicates can be told
 * @param group the group that failed; empty if the message expired before any group took it
 * @param reason why it became a dead letter
 * @param detail what the consumer said on rejecting it; empty otherwise
 * @param attempts how often it was delivered to the group
 * @param time when it became a dead letter
 */
public record DeadLetterOrigin(
        String queue,
        String messageId,
        String group,
        DeadLetterReason reason,
        String detail,
        int attempts,
        Instant time) {}
