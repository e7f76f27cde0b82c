package io.ringway.log;

import java.nio.ByteBuffer;

/** Takes the frames of a replay. */
@FunctionalInterface
public interface FrameHandler {

    /**
     * Takes one frame.
     *
     * @param position the position of the first byte of the payload
     * @param payload what was appended, read-only, from its position to its limit. Valid during the call only
     */
    void onFrame(long position, ByteBuffer payload);
}
