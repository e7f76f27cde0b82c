package io.ringway.broker.config;

/** A configuration file cannot be used; the message names the place. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message, null, false, false);
    }
}
