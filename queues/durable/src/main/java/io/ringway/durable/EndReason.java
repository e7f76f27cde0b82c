package io.ringway.durable;

/** Why a subscription ended. */
public enum EndReason {
    /** {@link Subscription#close()} or {@link Subscription#drain()} was called. */
    CLOSED,
    /** The same consumer subscribed again; the newer subscription has taken over. */
    REPLACED,
    /** No heartbeat came in time. */
    LOST,
    /** The group or its queue was deleted. */
    DELETED,
    /** The engine was closed, or its log failed. */
    SHUT_DOWN
}
