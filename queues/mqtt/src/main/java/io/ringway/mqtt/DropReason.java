package io.ringway.mqtt;

/** Why a reading was given up. */
public enum DropReason {
    /** The queue was full, and the reading was the newest: policies {@code DROP_NEWEST} and {@code SPOOL}. */
    QUEUE_FULL,
    /** The queue was full, and the reading was its thread's oldest, or older still: policy {@code DROP_OLDEST}. */
    OLDEST,
    /** The spool had reached its bound in bytes, and the reading was the oldest. */
    SPOOL_FULL,
    /** The reading had been in the spool for longer than the bound in age. */
    EXPIRED,
    /** The record in the spool cannot be read any more. */
    CORRUPT,
    /** The reading alone is larger than the largest payload. */
    TOO_LARGE,
    /** The encoder cannot express the reading. */
    NOT_ENCODABLE,
    /** The broker refuses this payload or this topic as invalid; sending it again is in vain. */
    REFUSED,
    /** The producer was interrupted while it waited for room: policy {@code BLOCK}. */
    INTERRUPTED,
    /** The batcher was closed, and could neither deliver the reading in time nor keep it on disk. */
    CLOSED
}
