package io.ringway.durable;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a new consumer group begins. A group that exists goes on where it is. */
public final class StartPosition {

    private static final StartPosition EARLIEST = new StartPosition(Kind.EARLIEST, null);
    private static final StartPosition LATEST = new StartPosition(Kind.LATEST, null);

    enum Kind {
        EARLIEST,
        LATEST,
        TIME
    }

    private final Kind kind;
    private final @Nullable Instant time;

    private StartPosition(Kind kind, @Nullable Instant time) {
        this.kind = kind;
        this.time = time;
    }

    /**
     * With the oldest message that the queue still holds.
     *
     * @return that position
     */
    public static StartPosition earliest() {
        return EARLIEST;
    }

    /**
     * With the next message that is published. What is there now is not for this group.
     *
     * @return that position
     */
    public static StartPosition latest() {
        return LATEST;
    }

    /**
     * With the first message that was published at a time or later.
     *
     * @param time the time, to the millisecond
     * @return that position
     */
    public static StartPosition at(Instant time) {
        return new StartPosition(Kind.TIME, time);
    }

    Kind kind() {
        return kind;
    }

    /** Milliseconds since 1970, or 0 if the position is not a time. */
    long millis() {
        return time == null ? 0 : time.toEpochMilli();
    }

    @Override
    public String toString() {
        return time == null ? kind.name().toLowerCase(java.util.Locale.ROOT) : time.toString();
    }
}
