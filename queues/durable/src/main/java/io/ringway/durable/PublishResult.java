package io.ringway.durable;

/**
 * A publish that was taken.
 *
 * @param messageId the id of the message, unique within its queue for ever
 * @param partition the partition it is in
 * @param offset its place there; ascends with each message
 * @param duplicate whether a message with the same de-duplication id was there before: this is the earlier one's id,
 *     and nothing was added
 */
public record PublishResult(String messageId, int partition, long offset, boolean duplicate) {}
