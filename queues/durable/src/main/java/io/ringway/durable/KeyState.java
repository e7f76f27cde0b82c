package io.ringway.durable;

import java.util.ArrayList;
import java.util.List;

/** What a group has under way of one partition key. */
final class KeyState {

    int key;

    /** In flight, in the order of delivery; all with one consumer. */
    final List<Entry> inFlight = new ArrayList<>(1);

    /** Messages behind the one that is next, in order. */
    final LongDeque parked = new LongDeque();

    /** The message that must come next: it waits for its time, or can be handed out. -1 if there is none. */
    long next = -1;

    KeyState(int key) {
        this.key = key;
    }

    boolean isIdle() {
        return next < 0 && inFlight.isEmpty() && parked.isEmpty();
    }
}
