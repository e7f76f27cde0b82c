package io.ringway.stress.jcstress;

/** An element with a plain field: only the queue's own ordering makes the write visible to who gets the element. */
final class Payload {

    private static final int WRITTEN = 7;

    private int value;

    private Payload() {}

    /** Returns an element whose field was written after its construction. */
    static Payload written() {
        Payload payload = new Payload();
        payload.value = WRITTEN;
        return payload;
    }

    /** Returns what the field holds for this thread, or null without an element. */
    static Object read(Payload payload) {
        return payload == null ? null : payload.value;
    }
}
