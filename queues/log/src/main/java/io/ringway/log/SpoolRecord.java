package io.ringway.log;

/**
 * A record of a {@link Spool}.
 *
 * @param sequence its number: one more than that of the record stored before it, also after a restart
 * @param millis when it was stored, in milliseconds since 1970 by the spool's clock
 * @param payload its bytes; the caller's to keep
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes; nobody compares two of them
public record SpoolRecord(long sequence, long millis, byte[] payload) {}
