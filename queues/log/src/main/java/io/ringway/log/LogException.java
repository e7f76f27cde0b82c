package io.ringway.log;

import org.jspecify.annotations.Nullable;

/** A log or a spool could not do what it was asked for. The message names the file and the reason. */
public class LogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message names the file and what happened to it
     * @param cause what the file system reported, if it did
     */
    public LogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
