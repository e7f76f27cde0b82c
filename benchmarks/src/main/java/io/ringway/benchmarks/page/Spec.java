package io.ringway.benchmarks.page;

import java.util.LinkedHashMap;
import java.util.Map;

/** Nested maps, the form in which lets-plot takes a picture from other languages than Kotlin. */
final class Spec {

    private final Map<String, Object> entries = new LinkedHashMap<>();

    private Spec() {}

    static Spec empty() {
        return new Spec();
    }

    static Spec of(String key, Object value) {
        return empty().and(key, value);
    }

    static Spec nothing() {
        return of("name", "blank").and("blank", true);
    }

    static Spec text(String colour, double size) {
        return of("name", "text").and("color", colour).and("size", size).and("blank", false);
    }

    static Spec line(String colour, double size) {
        return of("name", "line").and("color", colour).and("size", size).and("blank", false);
    }

    static Spec rectangle(String colour) {
        return of("name", "rect")
                .and("fill", colour)
                .and("color", colour)
                .and("size", 0)
                .and("blank", false);
    }

    Spec and(String key, Object value) {
        entries.put(key, value instanceof Spec nested ? nested.entries : value);
        return this;
    }

    Map<String, Object> map() {
        return entries;
    }
}
