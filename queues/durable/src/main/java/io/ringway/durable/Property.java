package io.ringway.durable;

import java.util.Objects;

/**
 * A name and a value that travel with a message, unread by the engine. Names may repeat.
 *
 * @param name the name, at most 65,535 bytes in UTF-8
 * @param value the value, at most 65,535 bytes in UTF-8
 */
public record Property(String name, String value) {

    /**
     * Makes a property.
     *
     * @param name the name
     * @param value the value
     */
    public Property {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
