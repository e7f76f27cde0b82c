package io.ringway.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes readings as {@code {"ts":…,"values":{…}}}, and texts, into a buffer. */
final class ReadingJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final JsonGenerator generator;

    ReadingJson(PayloadBuffer buffer) {
        try {
            generator = JSON.createGenerator(buffer).setRootValueSeparator(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Telemetry reading) {
        try {
            generator.writeStartObject();
            generator.writeNumberField("ts", reading.timestamp());
            generator.writeObjectFieldStart("values");
            for (Map.Entry<String, Object> entry : reading.values().entrySet()) {
                generator.writeFieldName(entry.getKey());
                generator.writePOJO(entry.getValue()); // texts, truth values and numbers need no object mapper
            }
            generator.writeEndObject();
            generator.writeEndObject();
            generator.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String text) {
        try {
            generator.writeString(text);
            generator.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
