package io.ringway.durable;

/**
 * What it takes to settle a delivery.
 *
 * @param messageId the message: {@link Delivery#messageId()}
 * @param token the token of the delivery: {@link Delivery#lease()}
 */
public record Lease(String messageId, long token) {}
