package io.ringway.broker;

/** Is told of each delivery that is handed to a client. Thread-safe; called on the hot path, so it must be quick. */
@FunctionalInterface
public interface DeliveryObserver {

    /** Looks away. */
    DeliveryObserver NONE = (queue, nanos) -> {};

    /**
     * Tells that a message was handed to a client for the first time.
     *
     * @param queue the queue
     * @param nanos the time since its publish, in nanoseconds, at least 0
     */
    void delivered(String queue, long nanos);
}
