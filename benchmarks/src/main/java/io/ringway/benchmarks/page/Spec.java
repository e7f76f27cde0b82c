package io.ringway.benchmarks.page;

import java.util.LinkedHashMap;
import java.util.Map;

/** Nested maps, the form in which lets-plot takes a picture from other languages than Kotlin. */
final class Spec {

    private Spec() {}

    static Map<String, Object> of(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    static Map<String, Object> nothing() {
        return of("name", "blank", "blank", true);
    }

    static Map<String, Object> text(String colour, double size) {
        return of("name", "text", "color", colour, "size", size, "blank", false);
    }

    static Map<String, Object> line(String colour, double size) {
        return of("name", "line", "color", colour, "size", size, "blank", false);
    }

    static Map<String, Object> rectangle(String colour) {
        return of("name", "rect", "fill", colour, "color", colour, "size", 0, "blank", false);
    }
}
