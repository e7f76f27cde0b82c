package io.ringway.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Payloads as text. */
final class Frames {

    private Frames() {}

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return UTF_8.decode(bytes.duplicate()).toString();
    }

    /** Returns all frames from a position on. */
    static Map<Long, String> replayed(CommandLog log, long from) {
        Map<Long, String> frames = new TreeMap<>();
        log.replay(from, (position, payload) -> frames.put(position, text(payload)));
        return frames;
    }

    static String read(CommandLog log, long position, int length) {
        ByteBuffer into = ByteBuffer.allocate(length);
        log.read(position, into);
        return text(into.flip());
    }
}
