package io.ringway.broker.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.ringway.durable.DeadLetterReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** JSON as the admin interface writes and reads it: keys in snake case, instants in ISO form, bounded depth. */
final class Json {

    private static final int DEEPEST = 16;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(DeadLetterReason.class, new JsonSerializer<>() {
                        @Override
                        public void serialize(DeadLetterReason value, JsonGenerator out, SerializerProvider serializers)
                                throws IOException {
                            out.writeString(text(value));
                        }
                    })
                    .addKeySerializer(DeadLetterReason.class, new JsonSerializer<>() {
                        @Override
                        public void serialize(DeadLetterReason value, JsonGenerator out, SerializerProvider serializers)
                                throws IOException {
                            out.writeFieldName(text(value));
                        }
                    }))
            .build();

    private Json() {}

    static String text(DeadLetterReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> readObject(byte[] body) {
        try (JsonParser parser = MAPPER.createParser(body)) {
            Map<String, Object> map = MAPPER.readValue(parser, new TypeReference<Map<String, Object>>() {});
            if (map == null) {
                throw new HttpProblem(400, "invalid_json", "the body must be a JSON object: null");
            }
            return map;
        } catch (JsonProcessingException e) {
            throw new HttpProblem(400, "invalid_json", "the body must be a JSON object: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
