package io.ringway.durable;

/** A member of a group. */
final class Consumer {

    final long session;
    final String id;
    final Group group;
    final int prefetch;

    /** Its partitions, ascending. */
    int[] partitions = {};

    /** The place in {@link #partitions} that is served first. */
    int turn;

    int inFlight;

    /** It gets nothing more, and leaves when nothing is in flight. */
    boolean draining;

    /** It is in the list of those to be served. */
    boolean due;

    Consumer(long session, String id, Group group, int prefetch) {
        this.session = session;
        this.id = id;
        this.group = group;
        this.prefetch = prefetch;
    }
}
