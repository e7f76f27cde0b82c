package io.ringway.broker.cli;

/** A command cannot be carried out; the message says why and what to do. */
final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CliException(String message) {
        super(message, null, false, false);
    }
}
