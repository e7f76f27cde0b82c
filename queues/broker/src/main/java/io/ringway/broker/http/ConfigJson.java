package io.ringway.broker.http;

import com.fasterxml.jackson.databind.util.RawValue;
import io.ringway.durable.QueueConfig;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The JSON of configurations, each made once: a list has it of every queue, and the dashboard asks for the list every
 * second. It is kept for as long as the engine has the configuration. Thread-safe.
 */
final class ConfigJson {

    private final Map<QueueConfig, RawValue> known = Collections.synchronizedMap(new WeakHashMap<>());

    RawValue json(QueueConfig config) {
        return known.computeIfAbsent(
                config, made -> new RawValue(new String(Json.write(made.toMap()), StandardCharsets.UTF_8)));
    }
}
