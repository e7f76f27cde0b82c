package io.ringway.durable;

import io.ringway.queues.MpscQueue;
import io.ringway.queues.QueueClosedException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where requests wait for the log thread: those of callers in a bounded queue, at which callers wait for room; those of
 * the engine's own threads in another one, since they are who makes room.
 *
 * <p>Every request that was let in comes to the log thread, or is failed by {@link #end}.
 */
final class Intake {

    private final MpscQueue<Request> outer;
    private final Queue<Request> inner = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    Intake(int capacity) {
        outer = new MpscQueue<>(capacity);
    }

    /** From a caller: waits for room. */
    void put(Request request) throws QueueClosedException, InterruptedException {
        outer.put(request);
    }

    /** From a thread of the engine, which must not wait. Returns false if the log thread has ended. */
    boolean add(Request request) {
        inner.add(request);
        // Who ends sets the flag before it looks for the last time: one of both finds the request.
        if (ended && inner.remove(request)) {
            return false;
        }
        try {
            outer.offer(WAKE); // full: the log thread is awake
        } catch (QueueClosedException e) {
            // The log thread looks at what is left before it ends.
        }
        return true;
    }

    /** From the log thread itself, which is awake. */
    void addOwn(Request request) {
        inner.add(request);
    }

    @Nullable
    Request poll() {
        Request request = inner.poll();
        return request != null ? request : outer.poll();
    }

    /** Waits until there is something to do; may return null then, too. */
    @Nullable
    Request await(long nanos) throws InterruptedException {
        return outer.poll(nanos, TimeUnit.NANOSECONDS);
    }

    boolean isClosed() {
        return outer.isClosed();
    }

    /** Whether nothing is left and nothing comes from callers any more. */
    boolean isDone() {
        return outer.isClosed() && outer.isEmpty() && inner.isEmpty();
    }

    /** Refuses callers from now on. What is in stays in. */
    void close() {
        outer.close();
    }

    /** The log thread has ended: fails what it didn't see; what comes from now on is refused. */
    void end(DurableException why) {
        ended = true;
        for (Request late = inner.poll(); late != null; late = inner.poll()) {
            late.fail(why);
        }
    }

    /** Does nothing but wake the log thread. */
    private static final Request WAKE = new Request(null) {
        @Override
        void complete(@Nullable Object result) {}

        @Override
        void fail(DurableException why) {}
    };
}
