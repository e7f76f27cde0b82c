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
    TOO_MANY_GROUPS;

    /**
     * What a caller gets for it.
     *
     * @param queue the queue's name
     * @param detail what is unknown or too large: the group, the message, the bytes
     * @param limit what the queue allows, for {@link #FULL} and {@link #TOO_LARGE}
     */
    DurableException exception(String queue, String detail, int limit) {
        return switch (this) {
            case UNKNOWN_QUEUE -> new UnknownQueueException(queue);
            case QUEUE_EXISTS -> new QueueExistsException(queue);
            case UNKNOWN_GROUP -> new UnknownGroupException(queue, detail);
            case UNKNOWN_MESSAGE -> new UnknownMessageException(queue, detail);
            case FULL -> new QueueFullException(queue, limit);
            case TOO_LARGE -> new MessageTooLargeException(queue, Long.parseLong(detail), limit);
            case FIXED_KEY ->
                new InvalidConfigException("partitions", "and ordering of " + queue + " cannot be changed");
            case TOO_MANY_GROUPS ->
                new InvalidRequestException(
                        "queue " + queue + " has " + Groups.LIMIT + " groups already; delete one first");
        };
    }
}
