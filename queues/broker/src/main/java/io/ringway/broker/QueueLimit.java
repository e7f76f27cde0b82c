package io.ringway.broker;

import io.ringway.durable.DurableQueues;
import io.ringway.durable.QueueConfig;

/**
 * Creates and changes queues as long as there aren't too many. Dead-letter queues that come into being with it count.
 * Exact, whichever front asks: those of one engine do it one after the other.
 *
 * @param queues the engine
 * @param most how many queues there may be
 */
public record QueueLimit(DurableQueues queues, int most) {

    /** There are too many queues. */
    public static final class TooManyQueuesException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyQueuesException(int most) {
            super(
                    "with this one there would be more than " + most + " queues, dead-letter queues included;"
                            + " delete one, or raise limits.queues",
                    null,
                    false,
                    false);
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
        synchronized (queues) {
            requireRoom(config);
            return queues.create(config);
        }
    }

    /**
     * Changes a queue.
     *
     * @param config its new configuration
     * @return the configuration
     * @throws TooManyQueuesException if it needs a new dead-letter queue, and there are too many queues
     * @throws io.ringway.durable.UnknownQueueException if there is no queue with the name
     */
    public QueueConfig update(QueueConfig config) {
        synchronized (queues) {
            queues.get(config.name());
            requireRoom(config);
            return queues.update(config);
        }
    }

    private void requireRoom(QueueConfig config) {
        int more = queues.find(config.name()).isPresent() ? 0 : 1;
        if (config.dlqConfig().enabled()
                && queues.find(config.dlqConfig().topic()).isEmpty()) {
            more++;
        }
        if (more > 0 && queues.list().size() + more > most) {
            throw new TooManyQueuesException(most);
        }
    }
}
