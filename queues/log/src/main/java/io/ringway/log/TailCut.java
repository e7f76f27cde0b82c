package io.ringway.log;

import java.nio.file.Path;

/**
 * What opening a log cut off at its end: bytes that were appended but not synced when the process or the machine
 * stopped. Nothing that was durable is among them, unless a frame of the very last sync was damaged after a crash: that
 * looks the same, therefore it is told.
 *
 * @param segment the segment that was cut
 * @param offset the offset in it at which the log ends now
 * @param wholeFrames the frames behind the cut that were whole, but came after one that wasn't; at least 0
 * @param reason why the log ends there
 */
public record TailCut(Path segment, long offset, int wholeFrames, String reason) {

    /**
     * Makes a record of the four values.
     *
     * @param segment the segment that was cut
     * @param offset the offset in it at which the log ends now
     * @param wholeFrames the whole frames behind the cut, at least 0
     * @param reason why the log ends there
     */
    public TailCut {
        if (wholeFrames < 0) {
            throw new IllegalArgumentException("wholeFrames must not be negative: " + wholeFrames);
        }
    }
}
