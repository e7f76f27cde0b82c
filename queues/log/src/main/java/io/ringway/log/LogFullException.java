package io.ringway.log;

import org.jspecify.annotations.Nullable;

/**
 * There is no space for another segment. Nothing was written: the log is as it was, and goes on when there is space
 * again.
 */
public class LogFullException extends LogException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message names the directory and the space that was wanted
     * @param cause what the file system reported, if it did
     */
    public LogFullException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
