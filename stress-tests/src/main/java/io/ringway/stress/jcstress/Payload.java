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

    /** Returns what the field holds for this thread; what is not a payload stands for itself. */
    static Object read(Object element) {
        return element instanceof Payload payload ? payload.value : element;
    }
}
