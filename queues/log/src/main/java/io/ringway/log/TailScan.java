package io.ringway.log;

import java.io.IOException;
import java.nio.ByteBuffer;

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

    private static final int READ_BYTES = 1 << 20;

    /** Looks at all places behind {@code from} at which a frame can begin. */
    static TailScan of(LogFile file, SegmentFormat.Header header, long from) throws IOException {
        FrameWalk walk = new FrameWalk(file, header);
        ByteBuffer buffer = ByteBuffer.allocateDirect(Math.min(READ_BYTES, header.size()));
        int frames = 0;
        long synced = 0;
        long offset = from + SegmentFormat.ALIGNMENT;
        while (offset + SegmentFormat.FRAME_HEADER_BYTES <= header.size()) {
            file.read(buffer.clear(), offset);
            buffer.flip();
            int at = 0;
            for (; at + SegmentFormat.FRAME_HEADER_BYTES <= buffer.limit(); at += SegmentFormat.ALIGNMENT) {
                // The position is right by chance once in 2^64: only then the rest is worth a look.
                if (SegmentFormat.position(buffer, at)
                        == header.base() + offset + at + SegmentFormat.FRAME_HEADER_BYTES) {
                    walk.seek(offset + at);
                    if (walk.next()) {
                        frames++;
                        synced = Math.max(synced, walk.synced());
                    }
                }
            }
            if (at == 0) {
                break;
            }
            offset += at;
        }
        return new TailScan(frames, synced);
    }
}
