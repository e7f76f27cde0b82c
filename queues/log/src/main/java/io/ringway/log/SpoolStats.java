package io.ringway.log;

/**
 * What a {@link Spool} holds, and what has happened to its records since it was opened. At any time {@code recovered +
 * stored == pending + acknowledged + droppedForBytes + droppedForAge}.
 *
 * @param pending the records that are stored and not acknowledged
 * @param pendingBytes what they take of the bound, in bytes
 * @param maxBytes the bound
 * @param oldestMillis when the oldest of them was stored, in milliseconds since 1970; -1 if there is none
 * @param recovered the records that were there when the spool was opened
 * @param stored the records stored since
 * @param acknowledged the records acknowledged since
 * @param droppedForBytes the records given up for newer ones
 * @param droppedForAge the records that became too old
 * @param refused the records that were not stored because the spool was full
 * @param lost the records that were stored and couldn't be read any more when the spool was opened, as far as those
 *     behind them show: see {@link SpoolOptions#keepReadable}
 */
public record SpoolStats(
        long pending,
        long pendingBytes,
        long maxBytes,
        long oldestMillis,
        long recovered,
        long stored,
        long acknowledged,
        long droppedForBytes,
        long droppedForAge,
        long refused,
        long lost) {}
