package io.ringway.durable;

/**
 * A message in a dead-letter queue.
 *
 * @param id its id in the dead-letter queue
 * @param origin where it comes from, and why
 * @param message the message as it was published
 */
public record DeadLetter(String id, DeadLetterOrigin origin, Message message) {}
