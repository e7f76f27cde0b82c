package io.ringway.log;

import org.jspecify.annotations.Nullable;

/** The directory of a log is in use, by this process or by another one. */
public class LogLockedException extends LogException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message names the directory and who uses it
     * @param cause what the file system reported, if it did
     */
    public LogLockedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
