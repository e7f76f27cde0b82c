package io.ringway.log;

/** What was asked for has been dropped from the log. */
public class LogDroppedException extends LogException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message names the position and where the log begins now
     */
    public LogDroppedException(String message) {
        super(message, null);
    }
}
