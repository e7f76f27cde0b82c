package io.ringway.durable;

/** Why the state machine refused a command. Nothing was changed. */
enum Refusal {
    UNKNOWN_QUEUE,
    QUEUE_EXISTS,
    UNKNOWN_GROUP,
    UNKNOWN_MESSAGE,
    FULL,
    TOO_LARGE,
    FIXED_KEY,
    TOO_MANY_GROUPS
}
