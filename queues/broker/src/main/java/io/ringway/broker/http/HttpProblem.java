package io.ringway.broker.http;

import org.jspecify.annotations.Nullable;

/** A request is refused: the status and what the client is told. */
final class HttpProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final int status;
    final String type;

    /** What the client is told. */
    final String text;

    HttpProblem(int status, String type, @Nullable String message) {
        super(message, null, false, false);
        text = message == null ? type : message;
        this.status = status;
        this.type = type;
    }
}
