package io.ringway.durable;

/** What the state machine causes outside of itself. On a replay nobody listens. */
interface Effects {

    /** Nobody listens. */
    Effects NONE = new Effects() {};

    /** A consumer was given a message. The entry tells all of it now, and changes later. */
    default void deliver(Consumer consumer, Entry entry) {}

    /** A consumer is not a member any more. */
    default void ended(Consumer consumer, EndReason reason) {}

    /** A message became a dead letter. */
    default void deadLettered(QueueState queue, DeadInfo info) {}
}
