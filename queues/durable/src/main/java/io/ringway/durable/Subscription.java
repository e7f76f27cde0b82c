package io.ringway.durable;

import java.util.concurrent.CompletableFuture;

/** A consumer's membership in a group. For any thread. */
public interface Subscription extends AutoCloseable {

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
     * Returns the consumer.
     *
     * @return its id, unique within the group
     */
    String consumerId();

    /** Tells that the consumer is alive: see {@link SubscribeOptions#heartbeatTimeout()}. Costs next to nothing. */
    void heartbeat();

    /**
     * Leaves the group in good order: nothing more is delivered, the partitions go to the others, and what is in flight
     * may still be settled. Its keys change hands once it is, or once its lease has expired.
     *
     * @return completes when nothing is in flight any more
     */
    CompletableFuture<Void> drain();

    /**
     * Leaves the group at once. What is in flight is delivered again, to whoever is there, without waiting. Closing
     * again does nothing.
     */
    @Override
    void close();

    /**
     * Leaves the group as a consumer whose connection broke: as {@link #close()}, except that a message whose retries
     * are used up becomes a dead letter, so that one that kills its consumers does not live for ever.
     */
    void disconnect();

    /**
     * Tells whether the consumer is a member.
     *
     * @return {@code false} once the subscription has ended
     */
    boolean isActive();
}
