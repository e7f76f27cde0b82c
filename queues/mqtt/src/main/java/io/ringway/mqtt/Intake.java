package io.ringway.mqtt;

import org.jspecify.annotations.Nullable;

/** The queue of a {@link TelemetryBatcher}: any number of producers, one consumer. Closed, it takes nothing more. */
interface Intake {
    /**
     * Inserts a reading.
     *
     * @return whether it was accepted
     * @throws io.ringway.queues.QueueClosedException if the queue is closed
     */
    boolean queue(Telemetry reading);

    /**
     * Removes a reading; null if there is none. For the consumer, as are all methods but {@link #queue}, the counts and
     * {@link #close}.
     */
    @Nullable
    Telemetry poll();

    /** Ends a turn of the consumer: what it has made room for is free for any producer. */
    void endTurn();

    /** Returns how many readings it must be able to hold. */
    int capacity();

    /** Returns how many readings are in it, or some more. */
    int size();

    boolean isEmpty();

    /** Returns how many readings were accepted. */
    long accepted();

    /** Returns how many readings were not accepted. */
    long refused();

    /** Returns how many readings were accepted, and removed to make room for others. */
    long evicted();

    /** Takes nothing more; what is in it can still be removed. */
    void close();
}
