package io.ringway.durable;

/** The queue holds as many messages as its depth limit allows. The message was not taken. */
public final class QueueFullException extends DurableException {

    private static final long serialVersionUID = 1L;

    QueueFullException(String queue, long limit) {
        super("queue " + queue + " is full: limits.max_queue_depth is " + limit
                + "; publish again later, or raise the limit");
    }
}
