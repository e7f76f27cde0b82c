package io.ringway.durable;

/**
 * Where a dead letter comes from.
 *
 * @param queue the queue
 * @param uid its number
 * @param partition the partition there
 * @param offset the offset there
 * @param group the group that failed, or empty
 * @param reason why
 * @param detail what the consumer said
 * @param attempts deliveries to the group
 * @param time when
 */
record DeadInfo(
        String queue,
        int uid,
        int partition,
        long offset,
        String group,
        DeadLetterReason reason,
        String detail,
        int attempts,
        long time) {}
