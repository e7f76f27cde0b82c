package io.ringway.queues;

/**
 * Tells that a queue has been closed: nothing can be inserted any more, and a consumer that would wait for ever has
 * nothing to wait for.
 *
 * <p>Every inserting operation of a closed {@link BoundedQueue} throws it, also one that was already blocked when the
 * queue was closed. A blocking {@code take()} throws it once the closed queue is empty.
 *
 * <p>It is an {@link IllegalStateException}, so that code written for {@link java.util.Queue#add(Object)} handles it
 * unchanged.
 */
public class QueueClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says that the queue is closed. */
    public QueueClosedException() {
        super("the queue is closed");
    }

    /**
     * Creates an exception with a message of the caller's.
     *
     * @param message what was attempted, and on which queue
     */
    public QueueClosedException(String message) {
        super(message);
    }
}
