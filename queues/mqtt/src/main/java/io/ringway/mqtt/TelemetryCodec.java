package io.ringway.mqtt;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reading as the bytes of a record on disk, and back. */
final class TelemetryCodec {
    private static final byte VERSION = 1;

    private TelemetryCodec() {}

    /** Appends the record of a reading to {@code out}. */
    static void encode(Telemetry reading, PayloadBuffer out) {
        out.write(VERSION);
        putLong(out, reading.timestamp());
        putText(out, reading.device());
        putInt(out, reading.values().size());
        // An iteration over the entries would make an object for each.
        reading.values().forEach((key, value) -> {
            putText(out, key);
            putValue(out, value);
        });
    }

    /**
     * Reads a record.
     *
     * @return {@code null} if these bytes are no record of this version
     */
    static @Nullable Telemetry decode(ByteBuffer in) {
        try {
            if (in.get() != VERSION) {
                return null;
            }
            long timestamp = in.getLong();
            String device = text(in);
            int count = in.getInt();
            Map<String, Object> values = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                values.put(text(in), value(in));
            }
            return in.hasRemaining() ? null : new Telemetry(device, timestamp, values);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    private static void putValue(PayloadBuffer out, Object value) {
        if (value instanceof String text) {
            out.write('s');
            putText(out, text);
        } else if (value instanceof Boolean truth) {
            out.write(truth ? 't' : 'f');
        } else if (value instanceof Double number) {
            out.write('d');
            putLong(out, Double.doubleToRawLongBits(number));
        } else if (value instanceof Float number) {
            out.write('g');
            putInt(out, Float.floatToRawIntBits(number));
        } else { // the other numbers that a reading may have are integers, and read alike as text
            out.write('l');
            putLong(out, ((Number) value).longValue());
        }
    }

    private static Object value(ByteBuffer in) {
        byte type = in.get();
        return switch (type) {
            case 's' -> text(in);
            case 't' -> true;
            case 'f' -> false;
            case 'd' -> Double.longBitsToDouble(in.getLong());
            case 'g' -> Float.intBitsToFloat(in.getInt());
            case 'l' -> in.getLong();
            default -> throw new IllegalArgumentException("no type of a value: " + type);
        };
    }

    private static void putText(PayloadBuffer out, String text) {
        int begin = out.length();
        putInt(out, text.length());
        if (out.writeIfAscii(text)) {
            return;
        }
        out.cutTo(begin);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putInt(out, bytes.length);
        out.write(bytes, 0, bytes.length);
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("the length of a text is out of range: " + length);
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void putInt(PayloadBuffer out, int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(value >>> shift);
        }
    }

    private static void putLong(PayloadBuffer out, long value) {
        putInt(out, (int) (value >>> 32));
        putInt(out, (int) value);
    }
}
