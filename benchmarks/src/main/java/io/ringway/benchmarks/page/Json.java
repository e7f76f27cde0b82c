package io.ringway.benchmarks.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ringway.benchmarks.model.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads results. A newer run may hold more than this code knows; an unreadable one is named. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    static Run run(Path file) throws IOException {
        try {
            Run run = MAPPER.readValue(file.toFile(), Run.class);
            if (run.schema() > Run.SCHEMA) {
                throw new IOException(file + " has format " + run.schema() + ", this code reads up to " + Run.SCHEMA);
            }
            return run;
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not the result of a run: " + e.getOriginalMessage(), e);
        }
    }

    static JsonNode list(Path file) throws IOException {
        try {
            JsonNode list = MAPPER.readTree(file.toFile());
            if (!list.isArray()) {
                throw new IOException(file + " holds no list");
            }
            return list;
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The text of a field whatever its type; empty when it is missing. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isIntegralNumber()) {
            return Figures.count(value.asLong());
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", "));
        }
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }
}
