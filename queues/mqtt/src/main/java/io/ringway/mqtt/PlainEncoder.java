package io.ringway.mqtt;

import java.nio.charset.StandardCharsets;

/** Texts as they are, one a line. */
final class PlainEncoder implements TelemetryEncoder {
    private final String topic;
    private final PayloadBuffer payload = new PayloadBuffer();
    private boolean begun;

    PlainEncoder(String topic) {
        if (topic.isEmpty() || topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "a topic to publish to isn't empty and has no wildcard: \"" + topic + "\"");
        }
        this.topic = topic;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public boolean add(Telemetry reading, int limit) {
        if (!(reading.values().get(Telemetry.PAYLOAD) instanceof String text)) {
            throw new IllegalArgumentException(
                    "the plain encoder sends readings made by Telemetry.ofPayload; this one has no text \""
                            + Telemetry.PAYLOAD + "\"");
        }
        int before = payload.length();
        if (begun) {
            payload.write('\n');
        }
        byte[] line = text.getBytes(StandardCharsets.UTF_8);
        payload.write(line, 0, line.length);
        if (payload.length() > limit) {
            payload.cutTo(before);
            return false;
        }
        begun = true;
        return true;
    }

    @Override
    public byte[] finish() {
        byte[] whole = payload.copy();
        payload.cutTo(0);
        begun = false;
        return whole;
    }
}
