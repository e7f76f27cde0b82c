package io.ringway.stress.lincheck;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a batching queue does when nothing happens at once. */
public final class BatchingModel {

    static final int BATCH_SIZE = 2;

    /** More than a scenario ever offers. */
    static final int ROOM = 16;

    static final String CLOSED = "closed";

    private final ArrayDeque<List<Integer>> complete = new ArrayDeque<>();
    private List<Integer> open = new ArrayList<>();
    private boolean closed;

    public String offer(int element) {
        if (closed) {
            return CLOSED;
        }
        open.add(element);
        if (open.size() == BATCH_SIZE) {
            flush();
        }
        return "true";
    }

    public String drainBatch() {
        return complete.isEmpty() ? "[]" : complete.remove().toString();
    }

    public void flush() {
        if (!open.isEmpty()) {
            complete.add(open);
            open = new ArrayList<>();
        }
    }

    public void close() {
        closed = true;
        flush();
    }

    /** Models in the same state give the same results: Lincheck explores such states once. */
    @Override
    public boolean equals(Object other) {
        return other instanceof BatchingModel that
                && closed == that.closed
                && open.equals(that.open)
                && List.copyOf(complete).equals(List.copyOf(that.complete));
    }

    @Override
    public int hashCode() {
        return Objects.hash(closed, open, List.copyOf(complete));
    }
}
