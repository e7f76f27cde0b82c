package io.ringway.durable;

/** An argument of a request is out of range: a name, a priority, a delay. Nothing was changed. */
public final class InvalidRequestException extends DurableException {

    private static final long serialVersionUID = 1L;

    InvalidRequestException(String message) {
        super(message);
    }
}
