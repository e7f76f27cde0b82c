package io.ringway.log;

import java.nio.file.Path;

/** A file of a log isn't what was written: damage, or a file that is missing. Nothing was changed. */
public class LogCorruptException extends LogException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    /** Where in the file, in bytes. */
    private final long offset;

    /** What is wrong. */
    private final String reason;

    /**
     * Makes an exception.
     *
     * @param file the damaged file
     * @param offset the offset of the damage in the file, in bytes; 0 if the file as a whole is meant
     * @param reason what is wrong
     */
    public LogCorruptException(Path file, long offset, String reason) {
        super(file + ", offset " + offset + ": " + reason, null);
        this.file = file;
        this.offset = offset;
        this.reason = reason;
    }

    /**
     * Returns the damaged file.
     *
     * @return its path
     */
    public Path file() {
        return file;
    }

    /**
     * Returns where in the file.
     *
     * @return the offset in bytes; 0 if the file as a whole is meant
     */
    public long offset() {
        return offset;
    }

    /**
     * Returns what is wrong.
     *
     * @return the reason, without the file and the offset
     */
    public String reason() {
        return reason;
    }
}
