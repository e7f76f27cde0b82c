package io.ringway.durable;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a message became a dead letter, or was dropped where dead letters are disabled.
 *
 * @param queue the queue
 * @param group the group that failed; empty if the message expired before any group took it
 * @param messageId the message
 * @param reason why
 * @param detail what the consumer said on rejecting it; empty otherwise
 * @param attempts how often it was delivered to the group
 * @param time when
 * @param alertWebhook whom the queue's configuration asks to tell, or null
 */
public record DeadLetterEvent(
        String queue,
        String group,
        String messageId,
        DeadLetterReason reason,
        String detail,
        int attempts,
        Instant time,
        @Nullable URI alertWebhook) {}
