package io.ringway.mqtt;

/** Why {@link MqttIngest} did not write a message. Each dropped message counts under one of them. */
public enum IngestDropReason {
    /** The queue for its kind was full. */
    QUEUE_FULL,
    /** The topic fits neither pattern, or one of its levels is longer than 128 characters. */
    MALFORMED_TOPIC,
    /** The payload is longer than 4,096 bytes. */
    TOO_LARGE,
    /** The user in the topic is not a UUID. */
    BAD_USER,
    /** The payload is no value: see {@link MqttIngest} for what is one. */
    UNPARSABLE,
    /** The time stamp is before 1970 or more than a day ahead of this machine's clock. */
    BAD_TIME,
    /** The user has no feed of that key. */
    UNKNOWN_FEED,
    /** The user has no device of that code. */
    UNKNOWN_DEVICE,
    /** The feed is not active. */
    INACTIVE,
    /** The value is below the feed's minimum or above its maximum. */
    THRESHOLD,
    /** The database refused the row: a constraint, a trigger, a value out of a column's range. */
    CONSTRAINT,
    /**
     * It was without acknowledgement (QoS 0) and still unwritten when the ingest was closed without reaching the
     * database.
     */
    CLOSED
}
