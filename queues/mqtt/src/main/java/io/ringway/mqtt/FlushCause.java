package io.ringway.mqtt;

/** Why a batch was ended and sent. */
public enum FlushCause {
    /** It had as many readings as a batch may have. */
    SIZE,
    /** The next reading would have made it too large for a packet. */
    BYTES,
    /** Its oldest reading had waited for as long as it may. */
    LINGER,
    /** The spool had no further reading. */
    SPOOL_END,
    /** {@link TelemetryBatcher#flush} was called. */
    FLUSH,
    /** {@link TelemetryBatcher#close} was called. */
    CLOSE
}
