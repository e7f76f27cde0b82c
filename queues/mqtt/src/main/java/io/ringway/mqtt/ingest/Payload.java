package io.ringway.mqtt.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads payloads. */
final class Payload {

    private static final int LONGEST_ID = 128;
    private static final int LONGEST_STATUS = 64;
    private static final JsonFactory JSON = new JsonFactory();

    private Payload() {}

    /** A value with what the publisher said about it: milliseconds since 1970, and an identity. */
    record Reading(
            double value, @Nullable Long time, @Nullable String id) {}

    /** A JSON number, or a JSON object with a number {@code value}; {@code null} if the payload is neither. */
    static @Nullable Reading reading(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        try (JsonParser json = JSON.createParser(bytes)) {
            JsonToken first = json.nextToken();
            Reading reading = null;
            if (first == JsonToken.START_OBJECT) {
                reading = object(json);
            } else if (first != null && first.isNumeric()) {
                reading = new Reading(json.getDoubleValue(), null, null);
            }
            boolean sound = reading != null && Double.isFinite(reading.value()) && json.nextToken() == null;
            return sound ? reading : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Reading object(JsonParser json) throws IOException {
        Double value = null;
        Long time = null;
        String id = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case "value" -> {
                    if (!token.isNumeric()) {
                        return null;
                    }
                    value = json.getDoubleValue();
                }
                case "ts" -> {
                    if (token != JsonToken.VALUE_NUMBER_INT) {
                        return null;
                    }
                    time = json.getLongValue();
                }
                case "id" -> {
                    id = json.getValueAsString();
                    if (id == null || !fitsAsId(id)) {
                        return null;
                    }
                }
                default -> json.skipChildren();
            }
        }
        return value == null ? null : new Reading(value, time, id);
    }

    static boolean fitsAsId(String id) {
        return !id.isEmpty() && id.length() <= LONGEST_ID;
    }

    /** A status: 1 to 64 characters of UTF-8 without control characters; {@code null} if the payload is none. */
    static @Nullable String status(ByteBuffer payload) {
        try {
            String status = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(payload.duplicate())
                    .toString();
            boolean sound = !status.isBlank()
                    && status.length() <= LONGEST_STATUS
                    && status.codePoints().noneMatch(Character::isISOControl);
            return sound ? status : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
