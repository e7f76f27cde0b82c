package io.ringway.mqtt;

/**
 * Makes the payload of one PUBLISH out of many readings. An encoder belongs to one {@link TelemetryBatcher}, whose
 * consumer thread alone calls it.
 *
 * <p>To send readings in another form, implement this interface:
 *
 * <pre>{@code
 * while (encoder.add(next, limit)) { ... } // as many as fit
 * byte[] payload = encoder.finish();      // and the encoder begins anew
 * }</pre>
 */
public interface TelemetryEncoder {

    /**
     * Returns the topic that the batches are published to.
     *
     * @return the topic's name, without wildcards
     */
    String topic();

    /**
     * Adds a reading to the batch if the payload then has {@code limit} bytes at the most.
     *
     * @param reading the reading
     * @param limit the most bytes that {@link #finish} may return
     * @return {@code true} if the reading is in the batch; {@code false} if there was no room for it, and the batch is
     *     as it was
     * @throws IllegalArgumentException if this encoder cannot express the reading; the batch is as it was
     */
    boolean add(Telemetry reading, int limit);

    /**
     * Ends the batch. The next {@link #add} begins another.
     *
     * @return the payload with every reading since the last call; at least one was added
     */
    byte[] finish();

    /**
     * Makes an encoder for a ThingsBoard device: an array of {@code {"ts":…,"values":{…}}} to
     * {@code v1/devices/me/telemetry}. The device's name isn't sent: the access token tells it.
     *
     * @return a new encoder
     */
    static TelemetryEncoder thingsBoardDevice() {
        return new DeviceJsonEncoder();
    }

    /**
     * Makes an encoder for a ThingsBoard gateway: an object with the readings of each device,
     * {@code {"Device":[{"ts":…,"values":{…}}]}}, to {@code v1/gateway/telemetry}.
     *
     * @return a new encoder
     */
    static TelemetryEncoder thingsBoardGateway() {
        return new GatewayJsonEncoder();
    }

    /**
     * Makes an encoder that passes the text of {@link Telemetry#ofPayload} on as it is, in UTF-8, one reading a line.
     * The lines of a batch are separated by a line feed; none follows the last.
     *
     * @param topic the topic's name, without wildcards
     * @return a new encoder
     * @throws IllegalArgumentException if {@code topic} is empty or has a wildcard
     */
    static TelemetryEncoder plain(String topic) {
        return new PlainEncoder(topic);
    }
}
