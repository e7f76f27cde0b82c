package io.ringway.durable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A published message as it is in the log, taken apart when asked. */
final class RecordView {

    private static final int FLAGS = 13;

    private final byte[] record;

    RecordView(byte[] record) {
        this.record = record;
    }

    /** At the first of the optional parts. */
    private ByteBuffer parts() {
        return ByteBuffer.wrap(record, 0, record.length - 4).position(FLAGS + 2);
    }

    private int flags() {
        return record[FLAGS];
    }

    private boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    private ByteBuffer atTexts() {
        ByteBuffer in = parts();
        int numbers = ((flags() & (Wire.DELIVER_AT | Wire.DELAY)) != 0 ? 1 : 0) + (has(Wire.TTL) ? 1 : 0);
        return in.position(in.position() + 8 * numbers);
    }

    private ByteBuffer atProperties() {
        ByteBuffer in = atTexts();
        if (has(Wire.KEY)) {
            Wire.skipText(in);
        }
        if (has(Wire.DEDUP)) {
            Wire.skipText(in);
        }
        return in;
    }

    @Nullable
    String key() {
        return has(Wire.KEY) ? Wire.text(atTexts()) : null;
    }

    List<Property> properties() {
        if (!has(Wire.PROPERTIES)) {
            return List.of();
        }
        ByteBuffer in = atProperties();
        int count = in.getShort() & 0xFFFF;
        List<Property> properties = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            properties.add(new Property(Wire.text(in), Wire.text(in)));
        }
        return List.copyOf(properties);
    }

    ByteBuffer payload() {
        ByteBuffer in = atProperties();
        if (has(Wire.PROPERTIES)) {
            int texts = 2 * (in.getShort() & 0xFFFF);
            for (int i = 0; i < texts; i++) {
                Wire.skipText(in);
            }
        }
        return in.slice().asReadOnlyBuffer();
    }

    Message message() {
        ByteBuffer payload = payload();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        Message.Builder builder = Message.builder(bytes).key(key()).priority(record[FLAGS + 1]);
        ByteBuffer in = atTexts();
        if (has(Wire.DEDUP)) {
            if (has(Wire.KEY)) {
                Wire.skipText(in);
            }
            builder.dedupId(Wire.text(in));
        }
        ByteBuffer numbers = parts();
        if (has(Wire.DELIVER_AT)) {
            builder.deliverAt(Instant.ofEpochMilli(numbers.getLong()));
        }
        if (has(Wire.DELAY)) {
            builder.delay(Duration.ofMillis(numbers.getLong()));
        }
        if (has(Wire.TTL)) {
            builder.timeToLive(Duration.ofMillis(numbers.getLong()));
        }
        for (Property property : properties()) {
            builder.property(property.name(), property.value());
        }
        return builder.build();
    }
}
