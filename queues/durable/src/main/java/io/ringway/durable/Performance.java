package io.ringway.durable;

import java.time.Duration;

/**
 * How a queue delivers.
 *
 * @param deliveryTimeout how long a consumer may hold a delivery, at least 1 ms ({@code delivery_timeout}, 30 s). Then
 *     its lease has expired, and the delivery has failed
 * @param batchSize from 1 to 65,535 ({@code batch_size}, 1): the most deliveries that a listener gets in one call, and
 *     in an ordered queue the most messages of one key (of the queue, if strict) in flight together, all with one
 *     consumer. With 1 order holds without exception. With more, a failure revokes the later ones in flight, which the
 *     consumer may have seen: they are delivered again after the failed one
 */
public record Performance(Duration deliveryTimeout, int batchSize) {

    /** The defaults. */
    public static final Performance DEFAULT = new Performance(Duration.ofSeconds(30), 1);

    /**
     * Makes a configuration.
     *
     * @param deliveryTimeout how long a consumer may hold a delivery
     * @param batchSize deliveries in one call
     * @throws InvalidConfigException if a value is out of range
     */
    public Performance {
        Limits.requireDuration("performance.delivery_timeout", deliveryTimeout, 1);
        Limits.requireRange("performance.batch_size", batchSize, 1, 65_535);
    }
}
