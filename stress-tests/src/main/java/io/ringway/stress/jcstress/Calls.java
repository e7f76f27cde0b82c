package io.ringway.stress.jcstress;

import io.ringway.queues.BatchingQueue;
import io.ringway.queues.BoundedQueue;
import io.ringway.queues.QueueClosedException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls whose end is part of the result: {@code closed} and {@code interrupted} stand for the exceptions. A call that
 * nobody wakes ends as {@code interrupted} too, by {@link Watch}.
 */
public final class Calls {

    /** Longer than any test: a call that ends only because this time is over has missed its wake-up. */
    private static final long FOREVER_HOURS = 1;

    /** In the order of the time that a queue spins before it parks, so that a time-out meets every step of the wait. */
    private static final long MOMENT_MICROS = 20;

    private static final String CLOSED = "closed";
    private static final String INTERRUPTED = "interrupted";
    private static final String DONE = "done";

    private Calls() {}

    /** Returns what {@code offer} returned. */
    public static Object offer(BoundedQueue<Integer> queue, int element) {
        return ended(() -> queue.offer(element));
    }

    /** Returns what {@code fill} returned. */
    public static Object fill(BoundedQueue<Integer> queue, Supplier<Integer> source, int limit) {
        return ended(() -> queue.fill(source, limit));
    }

    /** Returns {@code done} after {@code put}. */
    public static <E> Object put(BlockingQueue<E> queue, E element) {
        return ended(() -> {
            queue.put(element);
            return DONE;
        });
    }

    /** Returns what {@code take} returned. */
    public static Object take(BlockingQueue<?> queue) {
        return ended(queue::take);
    }

    /** Returns what a timed {@code offer} returned that had all the time it needed. */
    public static Object offerForever(BlockingQueue<Integer> queue, int element) {
        return ended(() -> queue.offer(element, FOREVER_HOURS, TimeUnit.HOURS));
    }

    /** Returns what a timed {@code poll} returned that had all the time it needed. */
    public static Object pollForever(BlockingQueue<Integer> queue) {
        return ended(() -> queue.poll(FOREVER_HOURS, TimeUnit.HOURS));
    }

    /** Returns what a timed {@code offer} returned that may well have run out of time. */
    public static Object offerForMoment(BlockingQueue<Integer> queue, int element) {
        return ended(() -> queue.offer(element, MOMENT_MICROS, TimeUnit.MICROSECONDS));
    }

    /** Returns what a timed {@code poll} returned that may well have run out of time. */
    public static Object pollForMoment(BlockingQueue<Integer> queue) {
        return ended(() -> queue.poll(MOMENT_MICROS, TimeUnit.MICROSECONDS));
    }

    /** Returns what {@code offer} returned. */
    public static Object offer(BatchingQueue<Integer> queue, int element) {
        return ended(() -> queue.offer(element));
    }

    /** Returns {@code done} after {@code put}. */
    public static Object put(BatchingQueue<Integer> queue, int element) {
        return ended(() -> {
            queue.put(element);
            return DONE;
        });
    }

    /** Returns the batch that {@code takeBatch} returned, as {@link Batches} writes it. */
    public static Object takeBatch(BatchingQueue<Integer> queue) {
        return ended(() -> Elements.written(queue.takeBatch().toArray()));
    }

    private static Object ended(Call call) {
        Watch watch = Watch.ofThread();
        watch.begin();
        try {
            return call.result();
        } catch (QueueClosedException e) {
            return CLOSED;
        } catch (InterruptedException e) {
            return INTERRUPTED;
        } finally {
            watch.end();
        }
    }

    @FunctionalInterface
    private interface Call {
        Object result() throws InterruptedException;
    }
}
