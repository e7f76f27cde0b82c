package io.ringway.broker.config;

/** How the log is written. */
public enum LogFormat {
    /** A line for a reader. */
    TEXT,
    /** A JSON object a line, for a program. */
    JSON
}
