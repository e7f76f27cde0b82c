package io.ringway.durable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is published: a payload, and how it is to be handled. Immutable, if the payload is left alone. */
public final class Message {

    /** The lowest priority is 0; 4 is that of a message for which none is set; this is the highest. */
    public static final int HIGHEST_PRIORITY = 9;

    static final int DEFAULT_PRIORITY = 4;

    private static final Duration LONGEST = Duration.ofDays(36_525);

    private final byte[] payload;
    private final @Nullable String key;
    private final @Nullable String dedupId;
    private final List<Property> properties;
    private final int priority;
    private final @Nullable Instant deliverAt;
    private final @Nullable Duration delay;
    private final @Nullable Duration timeToLive;

    private Message(Builder builder) {
        payload = builder.payload;
        key = builder.key;
        dedupId = builder.dedupId;
        properties = List.copyOf(builder.properties);
        priority = builder.priority;
        deliverAt = builder.deliverAt;
        delay = builder.delay;
        timeToLive = builder.timeToLive;
    }

    /**
     * Makes a message without key and properties.
     *
     * @param payload the payload; not copied before {@link DurableQueues#publish} is called
     * @return the message
     */
    public static Message of(byte[] payload) {
        return builder(payload).build();
    }

    /**
     * Begins a message.
     *
     * @param payload the payload; not copied before {@link DurableQueues#publish} is called
     * @return a builder
     */
    public static Builder builder(byte[] payload) {
        return new Builder(payload);
    }

    /**
     * Returns the payload.
     *
     * @return a read-only view
     */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(payload).asReadOnlyBuffer();
    }

    /**
     * Returns the partition key.
     *
     * @return the key, or null
     */
    public @Nullable String key() {
        return key;
    }

    /**
     * Returns the publisher's id of the message, by which a second publish is recognised.
     *
     * @return the id, or null
     */
    public @Nullable String dedupId() {
        return dedupId;
    }

    /**
     * Returns the properties.
     *
     * @return the properties, in the order of the builder
     */
    public List<Property> properties() {
        return properties;
    }

    /**
     * Returns the priority.
     *
     * @return from 0 to {@link #HIGHEST_PRIORITY}
     */
    public int priority() {
        return priority;
    }

    /**
     * Returns the time before which the message is not delivered.
     *
     * @return the time, or null
     */
    public @Nullable Instant deliverAt() {
        return deliverAt;
    }

    /**
     * Returns how long after the publish the message is not delivered.
     *
     * @return the delay, or null
     */
    public @Nullable Duration delay() {
        return delay;
    }

    /**
     * Returns how long the message lives; the queue's {@link Limits#messageTtl()} if that is shorter.
     *
     * @return the time, or null
     */
    public @Nullable Duration timeToLive() {
        return timeToLive;
    }

    byte[] payloadArray() {
        return payload;
    }

    /** Builds a {@link Message}. */
    public static final class Builder {
        private final byte[] payload;
        private @Nullable String key;
        private @Nullable String dedupId;
        private final List<Property> properties = new ArrayList<>(0);
        private int priority = DEFAULT_PRIORITY;
        private @Nullable Instant deliverAt;
        private @Nullable Duration delay;
        private @Nullable Duration timeToLive;

        private Builder(byte[] payload) {
            this.payload = Objects.requireNonNull(payload, "payload");
        }

        /**
         * Sets the partition key: messages with the same key are in the same partition, in order.
         *
         * @param key the key, at most 1,024 bytes; null for none
         * @return this builder
         */
        public Builder key(@Nullable String key) {
            this.key = key;
            return this;
        }

        /**
         * Sets the publisher's id of the message. A second message with the id is not added to the queue for as long as
         * {@link QueueConfig#dedupWindow()} says.
         *
         * @param dedupId the id, at most 1,024 bytes; null for none
         * @return this builder
         */
        public Builder dedupId(@Nullable String dedupId) {
            this.dedupId = dedupId;
            return this;
        }

        /**
         * Adds a property.
         *
         * @param name its name
         * @param value its value
         * @return this builder
         */
        public Builder property(String name, String value) {
            properties.add(new Property(name, value));
            return this;
        }

        /**
         * Sets the priority. A message goes ahead of those with a lower one that wait in its partition, also of its
         * key, unless they wait for their key. Not for strict queues.
         *
         * @param priority from 0 to {@link #HIGHEST_PRIORITY}; 4 if it is not set
         * @return this builder
         */
        public Builder priority(int priority) {
            if (priority < 0 || priority > HIGHEST_PRIORITY) {
                throw new InvalidRequestException("priority must be from 0 to " + HIGHEST_PRIORITY + ": " + priority);
            }
            this.priority = priority;
            return this;
        }

        /**
         * Sets the time before which the message is not delivered. Not for strict queues.
         *
         * @param deliverAt the time, to the millisecond; one in the past has no effect; null for none
         * @return this builder
         */
        public Builder deliverAt(@Nullable Instant deliverAt) {
            this.deliverAt = deliverAt;
            return this;
        }

        /**
         * Sets how long after the publish the message is not delivered. Not for strict queues.
         *
         * @param delay the delay, to the millisecond, not negative; null for none
         * @return this builder
         */
        public Builder delay(@Nullable Duration delay) {
            if (delay != null && (delay.isNegative() || delay.compareTo(LONGEST) > 0)) {
                throw new InvalidRequestException("delay must be from 0 to " + LONGEST.toDays() + " days: " + delay);
            }
            this.delay = delay;
            return this;
        }

        /**
         * Sets how long the message lives.
         *
         * @param timeToLive the time, at least 1 ms; null for as long as the queue lets it
         * @return this builder
         */
        public Builder timeToLive(@Nullable Duration timeToLive) {
            if (timeToLive != null && (timeToLive.toMillis() < 1 || timeToLive.compareTo(LONGEST) > 0)) {
                throw new InvalidRequestException(
                        "timeToLive must be from 1 ms to " + LONGEST.toDays() + " days: " + timeToLive);
            }
            this.timeToLive = timeToLive;
            return this;
        }

        /**
         * Makes the message.
         *
         * @return the message
         * @throws InvalidRequestException if both a time and a delay are set
         */
        public Message build() {
            if (deliverAt != null && delay != null) {
                throw new InvalidRequestException("set deliverAt or delay, not both: " + deliverAt + ", " + delay);
            }
            return new Message(this);
        }
    }
}
