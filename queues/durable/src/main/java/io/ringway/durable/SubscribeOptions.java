package io.ringway.durable;

import java.time.Duration;
import java.util.Objects;

/**
 * How a consumer subscribes.
 *
 * @param prefetch the most deliveries that the consumer may hold unsettled, from 1 to 65,535
 * @param start where the group begins if it is new
 * @param heartbeatTimeout how long the consumer may be silent: without {@link Subscription#heartbeat()} and without
 *     settling anything. Then it counts as lost. Zero: it needs no heartbeat
 */
public record SubscribeOptions(int prefetch, StartPosition start, Duration heartbeatTimeout) {

    /** A prefetch of 64, from the earliest message, without heartbeat. */
    public static final SubscribeOptions DEFAULT = new SubscribeOptions(64, StartPosition.earliest(), Duration.ZERO);

    /**
     * Makes options.
     *
     * @param prefetch the most unsettled deliveries
     * @param start where a new group begins
     * @param heartbeatTimeout how long the consumer may be silent
     * @throws InvalidRequestException if a value is out of range
     */
    public SubscribeOptions {
        Objects.requireNonNull(start, "start");
        if (prefetch < 1 || prefetch > 65_535) {
            throw new InvalidRequestException("prefetch must be from 1 to 65535: " + prefetch);
        }
        if (heartbeatTimeout.isNegative()) {
            throw new InvalidRequestException("heartbeatTimeout must not be negative: " + heartbeatTimeout);
        }
    }

    /**
     * Returns these options with another prefetch.
     *
     * @param prefetch the most unsettled deliveries
     * @return new options
     */
    public SubscribeOptions withPrefetch(int prefetch) {
        return new SubscribeOptions(prefetch, start, heartbeatTimeout);
    }

    /**
     * Returns these options with another start.
     *
     * @param start where a new group begins
     * @return new options
     */
    public SubscribeOptions withStart(StartPosition start) {
        return new SubscribeOptions(prefetch, start, heartbeatTimeout);
    }

    /**
     * Returns these options with another heartbeat time-out.
     *
     * @param heartbeatTimeout how long the consumer may be silent
     * @return new options
     */
    public SubscribeOptions withHeartbeatTimeout(Duration heartbeatTimeout) {
        return new SubscribeOptions(prefetch, start, heartbeatTimeout);
    }
}
