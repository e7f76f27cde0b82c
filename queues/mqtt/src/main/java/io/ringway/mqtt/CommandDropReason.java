package io.ringway.mqtt;

/** Why a command that was queued was given up. */
public enum CommandDropReason {
    /** The queue was full, and the command was the oldest. */
    OVERFLOW,
    /** The command had waited for longer than the maximum age. */
    EXPIRED,
    /** The queue was cleared, by a manual disconnect or by {@link CommandQueue#clearCommandQueue}. */
    CLEARED,
    /** The queue was closed and has no durable directory. */
    CLOSED
}
