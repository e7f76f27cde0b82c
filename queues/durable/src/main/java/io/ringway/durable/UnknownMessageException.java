package io.ringway.durable;

/** The queue holds no message, or no dead letter, with this id. */
public final class UnknownMessageException extends DurableException {

    private static final long serialVersionUID = 1L;

    UnknownMessageException(String queue, String messageId) {
        super("queue " + queue + " holds no message with id " + messageId);
    }
}
