package io.ringway.mqtt;

/** What became of a command, as far as its sender is told. A failure is an exception instead. */
public enum CommandOutcome {
    /** The broker has acknowledged it (QoS 1 and 2), or it was written to the connection (QoS 0). */
    PUBLISHED,
    /** It waits in the queue: for a connection, or for its turn. */
    QUEUED
}
