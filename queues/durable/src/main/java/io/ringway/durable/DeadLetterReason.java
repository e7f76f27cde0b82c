package io.ringway.durable;

/** Why a message became a dead letter. */
public enum DeadLetterReason {
    /** It failed once more than {@link RetryPolicy#maxRetries()} allows. */
    MAX_RETRIES,
    /** Its {@link RetryPolicy#totalTimeout()} passed before it was settled. */
    TIMEOUT,
    /** A consumer rejected it. */
    REJECTED,
    /** Its time to live passed before every group had settled it. */
    EXPIRED
}
