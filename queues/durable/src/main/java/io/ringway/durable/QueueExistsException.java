package io.ringway.durable;

/** A queue with this name exists already. */
public final class QueueExistsException extends DurableException {

    private static final long serialVersionUID = 1L;

    QueueExistsException(String queue) {
        super("a queue named " + queue + " exists already; choose another name, or update it");
    }
}
