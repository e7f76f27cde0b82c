package io.ringway.broker.http;

import org.jspecify.annotations.Nullable;

/**
 * What a route returns.
 *
 * @param status the status
 * @param type the type of the body
 * @param body bytes as they are, or what becomes JSON; null for no body
 */
record Answer(int status, String type, @Nullable Object body) {

    Answer(int status, @Nullable Object body) {
        this(status, "application/json", body);
    }

    static Answer ok(Object body) {
        return new Answer(200, body);
    }
}
