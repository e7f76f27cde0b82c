package io.ringway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Goes through the frames of a log from a position on, from segment to segment, and follows as the log grows. */
final class LogCursor {

    private final SegmentLog log;
    private long from;
    private @Nullable Segment segment;
    private @Nullable FrameWalk walk;

    LogCursor(SegmentLog log, long from) {
        this.log = log;
        this.from = from;
    }

    /** Goes to the next frame, unless it would be at {@code end} or behind it. Marks are passed over. */
    boolean next(long end) {
        while (true) {
            Segment current = segment;
            FrameWalk frames = walk;
            if (current == null || frames == null) {
                if (!enter(from)) {
                    return false;
                }
            } else if (frames.end() >= end) {
                return false;
            } else if (frames.end() >= current.end()) {
                if (!enter(current.limit())) {
                    return false;
                }
            } else if (step(current, frames)) {
                return true;
            }
        }
    }

    private boolean enter(long position) {
        Segment next = log.segmentOf(position);
        if (next == null) {
            long first = log.firstPosition();
            if (position < first) {
                throw Batches.dropped(position, first);
            }
            return false;
        }
        segment = next;
        walk = new FrameWalk(next.file, next.header);
        return true;
    }

    /** Goes to the next frame of the segment; returns whether it is one to be shown. */
    private boolean step(Segment current, FrameWalk frames) {
        frames.readable(current.end() - current.base());
        boolean frame;
        try {
            frame = frames.next();
        } catch (IOException e) {
            log.requireKept(current, from);
            log.requireOpen();
            throw new LogException(current.path + " cannot be read: " + e, e);
        }
        log.requireKept(current, from);
        if (!frame) {
            String problem = frames.problem();
            throw new LogCorruptException(
                    current.path, frames.offset(), problem == null ? "a frame is missing" : problem);
        }
        return frames.position() >= from && frames.length() > 0;
    }

    /** Returns the position of the frame's payload. */
    long position() {
        return current().position();
    }

    /** Returns the position behind the frame. */
    long end() {
        return current().end();
    }

    /** Returns a view of the payload, valid until the cursor goes on. */
    ByteBuffer payload() {
        return current().payload();
    }

    private FrameWalk current() {
        FrameWalk frames = walk;
        if (frames == null) {
            throw new IllegalStateException("the cursor is not at a frame");
        }
        return frames;
    }
}
