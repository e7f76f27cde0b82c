package io.ringway.log;

import java.io.IOException;

/**
 * What stands behind the place where the frames of the last segment end. Whole frames there were written after
 * something that is no frame (any more). If one of them says that the log was durable beyond that place when it was
 * written, then a durable frame was damaged. Otherwise the power failed before a sync, and the disk had taken the later
 * frame but not the earlier one.
 *
 * @param wholeFrames the whole frames of this segment behind the place
 * @param synced how far the log was durable at least, by what these frames say; 0 if there is none
 */
record TailScan(int wholeFrames, long synced) {

    /** Looks at all places behind {@code from} at which a frame can begin. */
    static TailScan of(LogFile file, SegmentFormat.Header header, long from) throws IOException {
        FrameWalk walk = new FrameWalk(file, header);
        int frames = 0;
        long synced = 0;
        for (long at = from + SegmentFormat.ALIGNMENT; walk.find(at); at = walk.end() - header.base()) {
            frames++;
            synced = Math.max(synced, walk.synced());
        }
        return new TailScan(frames, synced);
    }
}
