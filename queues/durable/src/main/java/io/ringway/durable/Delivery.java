package io.ringway.durable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to a consumer, with the lease that settles it. Each method that settles completes when that has
 * survived the death of the process, and fails with {@link StaleLeaseException} if the lease is not valid any more.
 */
public interface Delivery {

    /**
     * Returns the queue.
     *
     * @return its name
     */
    String queue();

    /**
     * Returns the consumer group.
     *
     * @return its name
     */
    String group();

    /**
     * Returns the id of the message, unique within its queue for ever, and the same for every attempt and group.
     *
     * @return the id
     */
    String messageId();

    /**
     * Returns the partition.
     *
     * @return from 0
     */
    int partition();

    /**
     * Returns the place of the message in its partition.
     *
     * @return ascends with each message
     */
    long offset();

    /**
     * Returns which delivery of the message to the group this is.
     *
     * @return 1 for the first, one more for each that follows
     */
    int attempt();

    /**
     * Returns the token that settles this delivery.
     *
     * @return a number that no other delivery has
     */
    long lease();

    /**
     * Returns when the lease expires, in the engine's time.
     *
     * @return the time
     */
    Instant deadline();

    /**
     * Returns when the message was published, in the engine's time.
     *
     * @return the time
     */
    Instant publishTime();

    /**
     * Returns the payload.
     *
     * @return a read-only view, which stays valid
     */
    ByteBuffer payload();

    /**
     * Returns the message as it was published.
     *
     * @return a copy
     */
    Message message();

    /**
     * Returns the partition key.
     *
     * @return the key, or null
     */
    @Nullable
    String key();

    /**
     * Returns the publisher's properties.
     *
     * @return the properties, in their order
     */
    List<Property> properties();

    /**
     * Tells where the message comes from if this is a dead-letter queue.
     *
     * @return the origin, or null
     */
    @Nullable
    DeadLetterOrigin deadLetter();

    /**
     * Settles the delivery: done.
     *
     * @return completes when it is
     */
    CompletableFuture<Void> ack();

    /**
     * Gives the delivery back as failed: the message is tried again after the back-off of the queue.
     *
     * @return completes when it is
     */
    CompletableFuture<Void> nack();

    /**
     * Gives the delivery back as failed.
     *
     * @param delay how long to wait before the next delivery
     * @return completes when it is
     */
    CompletableFuture<Void> nack(Duration delay);

    /**
     * Gives the delivery back as failed for good: the message becomes a dead letter.
     *
     * @param reason kept with the dead letter, at most 1,024 bytes
     * @return completes when it is
     */
    CompletableFuture<Void> reject(String reason);

    /**
     * Gives the consumer the delivery time-out of the queue from now on.
     *
     * @return completes when it is
     */
    CompletableFuture<Void> extend();

    /**
     * Gives the consumer more time.
     *
     * @param time how long from now the lease lasts
     * @return completes when it is
     */
    CompletableFuture<Void> extend(Duration time);
}
