package io.ringway.mqtt;

/** What happens to readings that the broker cannot take at the moment. */
public enum OverflowPolicy {
    /**
     * They go to disk while the broker is away, and when it is slower than the readings come. The disk's contents
     * survive a crash, and leave in the original order. If the disk fails, the readings stay in the queue; when that is
     * full too, the newest are refused, as by {@link #DROP_NEWEST}, until the disk works again.
     */
    SPOOL,

    /**
     * They stay in the queue; when it is full, the oldest that the same thread queued makes room for each new one. What
     * other threads queued goes instead where it is older by a second or more, by the readings' own timestamps; that is
     * looked at now and then. Where there are more threads than the queue has lanes, some count as one.
     */
    DROP_OLDEST,

    /** They stay in the queue; when it is full, new ones are refused. */
    DROP_NEWEST,

    /** They stay in the queue; when it is full, {@link TelemetryBatcher#queue} waits for room. */
    BLOCK
}
