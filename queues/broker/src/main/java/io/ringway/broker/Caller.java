package io.ringway.broker;

/** Who sends a request to the admin interfaces. */
@FunctionalInterface
public interface Caller {

    /** May do everything. */
    Caller EVERYBODY = (action, queue) -> true;

    /** May do nothing. */
    Caller NOBODY = (action, queue) -> false;

    /**
     * Tells whether the caller may do something.
     *
     * @param action what
     * @param queue the name of the queue
     * @return whether it may
     */
    boolean permits(Access.Action action, String queue);
}
