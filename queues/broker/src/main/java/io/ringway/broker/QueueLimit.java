package io.ringway.broker;

import io.ringway.durable.DurableQueues;
import io.ringway.durable.QueueConfig;

/**
 * Creates queues as long as there aren't too many.
 *
 * @param queues the engine
 * @param most how many queues there may be
 */
public record QueueLimit(DurableQueues queues, int most) {

    /** There are too many queues. */
    public static final class TooManyQueuesException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyQueuesException(int most) {
            super("there are " + most + " queues already; delete one, or raise limits.queues", null, false, false);
        }
    }

    /**
     * Creates a queue.
     *
     * @param config its configuration
     * @return the configuration
     * @throws TooManyQueuesException if there are too many queues
     * @throws io.ringway.durable.QueueExistsException if there is a queue with the name
     */
    public QueueConfig create(QueueConfig config) {
        if (queues.list().size() >= most) {
            throw new TooManyQueuesException(most);
        }
        return queues.create(config);
    }
}
