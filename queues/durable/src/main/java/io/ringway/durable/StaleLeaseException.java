package io.ringway.durable;

/**
 * The lease has expired, was revoked, or the message is settled already. Nothing was changed; if the message is not
 * settled, it is or will be delivered again with another lease.
 */
public final class StaleLeaseException extends DurableException {

    private static final long serialVersionUID = 1L;

    StaleLeaseException(String queue, String messageId, long lease) {
        super("lease " + lease + " of message " + messageId + " in queue " + queue + " is not valid any more");
    }
}
