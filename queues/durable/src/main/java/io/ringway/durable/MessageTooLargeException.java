package io.ringway.durable;

/** The payload is larger than the queue allows. The message was not taken. */
public final class MessageTooLargeException extends DurableException {

    private static final long serialVersionUID = 1L;

    MessageTooLargeException(String queue, long size, long limit) {
        super("a payload of " + size + " bytes is too large for queue " + queue + ": limits.max_message_size is "
                + limit);
    }
}
