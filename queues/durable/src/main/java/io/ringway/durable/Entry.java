package io.ringway.durable;

import org.jspecify.annotations.Nullable;

/** A message that a group has begun with and not settled: in flight, or on its way to the next delivery. */
final class Entry {

    /** Where the message is on its way. */
    enum State {
        /** A consumer holds it. */
        IN_FLIGHT,
        /** It waits for its time. */
        WAITING,
        /** It can be handed out. */
        READY,
        /** It waits for its key. */
        PARKED,
        /** The group is done with it. */
        SETTLED
    }

    final GroupPartition place;
    final long offset;
    State state = State.READY;

    /** Deliveries so far. */
    int attempt;

    /** Whether the last delivery failed, rather than was taken back. */
    boolean failed;

    /** When the first delivery began. */
    long firstTime;

    /** In flight: of the lease. */
    long token;

    /** In flight: when the lease expires. Waiting: when it ends. */
    long deadline;

    /** In flight: who holds it. */
    @Nullable
    Consumer holder;

    /** In flight: whether it is in the queue's list of leases, and its neighbours there. */
    boolean listed;

    @Nullable
    Entry before;

    @Nullable
    Entry after;

    Entry(GroupPartition place, long offset) {
        this.place = place;
        this.offset = offset;
    }
}
