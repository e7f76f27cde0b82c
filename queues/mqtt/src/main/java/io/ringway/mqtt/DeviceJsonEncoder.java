package io.ringway.mqtt;

/** ThingsBoard's device format: an array of readings. */
final class DeviceJsonEncoder implements TelemetryEncoder {
    private final PayloadBuffer payload = new PayloadBuffer();
    private final ReadingJson json = new ReadingJson(payload);

    @Override
    public String topic() {
        return "v1/devices/me/telemetry";
    }

    @Override
    public boolean add(Telemetry reading, int limit) {
        int before = payload.length();
        payload.write(before == 0 ? '[' : ',');
        json.write(reading);
        if (payload.length() >= limit) { // the closing bracket needs a byte too
            payload.cutTo(before);
            return false;
        }
        return true;
    }

    @Override
    public byte[] finish() {
        payload.write(']');
        byte[] whole = payload.copy();
        payload.cutTo(0);
        return whole;
    }
}
