package io.ringway.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Writes readings as {@code {"ts":…,"values":{…}}}, and texts, into a buffer.
 *
 * <p>Jackson escapes the texts and formats what isn't simple. Around them stand the same few bytes in each reading, and
 * the same keys, so these are kept as bytes: a generator would check and encode each one anew.
 */
final class ReadingJson {
    private static final byte[] BEGIN = ascii("{\"ts\":");
    private static final byte[] VALUES = ascii(",\"values\":{");
    private static final byte[] END = ascii("}}");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    /** Devices have few keys. Those that make them up as they go must not fill the heap. */
    private static final int KEPT_KEYS = 1024;

    private static final double MICROS = 1e6;

    /** Below, every whole number of millionths is a double of its own. */
    private static final double MOST_MICROS = 1e15;

    private final PayloadBuffer buffer;
    private final JsonGenerator texts;
    /** The keys as they are written, with the comma before and the colon behind. */
    private final Map<String, byte[]> keys = new HashMap<>();

    private final BiConsumer<String, Object> field = this::writeField;
    private boolean isFirst;

    ReadingJson(PayloadBuffer buffer) {
        this.buffer = buffer;
        try {
            texts = new JsonFactory().createGenerator(buffer).setRootValueSeparator(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Telemetry reading) {
        buffer.write(BEGIN);
        buffer.writeDecimal(reading.timestamp());
        buffer.write(VALUES);
        isFirst = true;
        reading.values().forEach(field);
        buffer.write(END);
    }

    void write(String text) {
        try {
            texts.writeString(text);
            texts.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeField(String key, Object value) {
        byte[] name = keys.get(key);
        if (name == null) {
            name = encode(key);
        }
        int comma = isFirst ? 1 : 0;
        isFirst = false;
        buffer.write(name, comma, name.length - comma);
        if (value instanceof Double number) {
            writeDouble(number);
        } else if (value instanceof Boolean truth) {
            buffer.write(truth ? TRUE : FALSE);
        } else if (value instanceof String text) {
            write(text);
        } else if (value instanceof Float number) {
            writeAscii(NumberOutput.toString(number, true));
        } else { // the other values that a reading may have are integers
            buffer.writeDecimal(((Number) value).longValue());
        }
    }

    private byte[] encode(String key) {
        int begin = buffer.length();
        buffer.write(',');
        write(key);
        buffer.write(':');
        byte[] name = buffer.copyFrom(begin);
        buffer.cutTo(begin);
        if (keys.size() < KEPT_KEYS) {
            keys.put(key, name);
        }
        return name;
    }

    /**
     * Writes the shortest number that is read back as this one. Most measured values have a few decimals: a whole
     * number of millionths, divided by a million, rounds as the decimal number does, so if it gives the value it is the
     * value.
     */
    private void writeDouble(double value) {
        double micros = Math.rint(value * MICROS);
        if (micros == 0 || Math.abs(micros) >= MOST_MICROS || micros / MICROS != value) {
            writeAscii(NumberOutput.toString(value, true));
            return;
        }
        long rest = (long) micros;
        if (rest < 0) {
            buffer.write('-');
            rest = -rest;
        }
        buffer.writeDecimal(rest / 1_000_000);
        buffer.write('.');
        buffer.writeFraction((int) (rest % 1_000_000));
    }

    private void writeAscii(String digits) {
        buffer.write(ascii(digits));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
