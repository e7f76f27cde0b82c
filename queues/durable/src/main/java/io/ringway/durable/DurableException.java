package io.ringway.durable;

import org.jspecify.annotations.Nullable;

/**
 * What every failure of the engine derives from. Each subclass is one kind of failure; the message names the thing, the
 * value and the remedy.
 */
public abstract class DurableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DurableException(String message) {
        super(message);
    }

    DurableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
