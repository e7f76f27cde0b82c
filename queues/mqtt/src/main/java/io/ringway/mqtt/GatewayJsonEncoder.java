package io.ringway.mqtt;

import java.util.LinkedHashMap;
import java.util.Map;

/** ThingsBoard's gateway format: an object that has an array of readings for each device. */
final class GatewayJsonEncoder implements TelemetryEncoder {
    /** The arrays of the devices without their closing brackets. Devices come and go: none is kept beyond its batch. */
    private final Map<String, PayloadBuffer> devices = new LinkedHashMap<>();

    private final PayloadBuffer scratch = new PayloadBuffer();
    private final ReadingJson json = new ReadingJson(scratch);
    private int length = 1; // the opening brace

    @Override
    public String topic() {
        return "v1/gateway/telemetry";
    }

    @Override
    public boolean add(Telemetry reading, int limit) {
        PayloadBuffer array = devices.get(reading.device());
        int closing = 0;
        if (array == null) {
            json.write(reading.device());
            scratch.write(':');
            scratch.write('[');
            closing = 2; // its closing bracket, and a comma or the closing brace behind that
        } else {
            scratch.write(',');
        }
        json.write(reading);
        long longer = (long) length + scratch.length() + closing;
        boolean fits = longer <= limit;
        if (fits) {
            length = (int) longer;
            if (array == null) {
                array = new PayloadBuffer();
                devices.put(reading.device(), array);
            }
            array.append(scratch);
        }
        scratch.cutTo(0);
        return fits;
    }

    @Override
    public byte[] finish() {
        char separator = '{';
        for (PayloadBuffer array : devices.values()) {
            scratch.write(separator);
            scratch.append(array);
            scratch.write(']');
            separator = ',';
        }
        scratch.write('}');
        byte[] whole = scratch.copy();
        scratch.cutTo(0);
        devices.clear();
        length = 1;
        return whole;
    }
}
