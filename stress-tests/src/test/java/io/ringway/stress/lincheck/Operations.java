package io.ringway.stress.lincheck;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.QueueClosedException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The calls whose results {@link Model} gives. Lincheck finds those that a subclass marks as an operation. */
abstract class Operations {

    static final String CLOSED = "closed";

    private final BoundedQueue<Integer> queue;

    Operations(BoundedQueue<Integer> queue) {
        this.queue = queue;
    }

    public String offer(int element) {
        return unlessClosed(() -> queue.offer(element));
    }

    public Integer poll() {
        return queue.poll();
    }

    public Integer peek() {
        return queue.peek();
    }

    public Integer drainOne() {
        AtomicReference<Integer> drained = new AtomicReference<>();
        queue.drain(drained::set, 1);
        return drained.get();
    }

    public String fillOne(int element) {
        return unlessClosed(() -> queue.fill(() -> element, 1) == 1);
    }

    public boolean remove(int element) {
        return queue.remove(Integer.valueOf(element));
    }

    public boolean contains(int element) {
        return queue.contains(element);
    }

    public String snapshot() {
        return Arrays.stream(queue.toArray()).map(String::valueOf).collect(Collectors.joining(" "));
    }

    public void close() {
        queue.close();
    }

    private static String unlessClosed(BooleanSupplier insertion) {
        try {
            return String.valueOf(insertion.getAsBoolean());
        } catch (QueueClosedException e) {
            return CLOSED;
        }
    }
}
