package io.ringway.durable;

/** No queue has this name. */
public final class UnknownQueueException extends DurableException {

    private static final long serialVersionUID = 1L;

    UnknownQueueException(String queue) {
        super("no queue named " + queue + "; create it first");
    }
}
