package io.ringway.mqtt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a device measured at one instant. Immutable; any thread may use it.
 *
 * @param device the name of the device, which {@link TelemetryEncoder#thingsBoardGateway()} sends along; may be empty
 * @param timestamp when it was measured, in milliseconds since 1970-01-01 UTC
 * @param values the measured values by their keys, in the order in which they are sent. A value is a {@link String}, a
 *     {@link Boolean}, a {@link Long}, {@link Integer}, {@link Short} or {@link Byte}, or a finite {@link Double} or
 *     {@link Float}
 */
public record Telemetry(String device, long timestamp, Map<String, Object> values) {

    static final String PAYLOAD = "payload";

    /**
     * Creates a reading. The values are copied.
     *
     * @param device the name of the device
     * @param timestamp when it was measured
     * @param values the measured values by their keys
     * @throws NullPointerException if an argument, a key or a value is {@code null}
     * @throws IllegalArgumentException if a value is of another type, not a number or infinite; the message names its
     *     key
     */
    public Telemetry {
        Objects.requireNonNull(device, "device");
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.forEach(Telemetry::check);
        values = Collections.unmodifiableMap(copy);
    }

    /**
     * Creates a reading that {@link TelemetryEncoder#plain(String)} sends as it is.
     *
     * @param payload the text
     * @return the reading, with the present time
     * @throws NullPointerException if {@code payload} is {@code null}
     */
    public static Telemetry ofPayload(String payload) {
        return new Telemetry("", System.currentTimeMillis(), Map.of(PAYLOAD, payload));
    }

    private static void check(String key, Object value) {
        Objects.requireNonNull(key, "a key of the values is null");
        Objects.requireNonNull(value, () -> "the value of \"" + key + "\" is null");
        if ((value instanceof Double || value instanceof Float) && !Double.isFinite(((Number) value).doubleValue())) {
            throw new IllegalArgumentException("the value of \"" + key + "\" is " + value + "; it must be finite");
        }
        if (!(value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Double
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte)) {
            throw new IllegalArgumentException("the value of \"" + key + "\" is a "
                    + value.getClass().getName() + "; it must be a String, a Boolean or a number");
        }
    }
}
