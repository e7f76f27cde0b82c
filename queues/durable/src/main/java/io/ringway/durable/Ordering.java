package io.ringway.durable;

/** Which order a queue keeps within a consumer group. */
public enum Ordering {
    /** No promise: messages are handed out roughly in the order of arrival, and a retry holds back nothing. */
    NONE,
    /**
     * First in, first out for messages with the same partition key and priority. While a message waits for its retry,
     * later ones of its key wait too; other keys go on. Messages without a key are as in {@link #NONE}.
     */
    PARTITION,
    /** First in, first out for the whole queue, which has one partition. Keys and priorities play no part. */
    STRICT
}
