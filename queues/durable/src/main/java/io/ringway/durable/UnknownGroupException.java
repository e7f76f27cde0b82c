package io.ringway.durable;

/** The queue has no consumer group of this name. */
public final class UnknownGroupException extends DurableException {

    private static final long serialVersionUID = 1L;

    UnknownGroupException(String queue, String group) {
        super("queue " + queue + " has no consumer group named " + group);
    }
}
