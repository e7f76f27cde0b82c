package io.ringway.broker.front;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how much is on its way into the engine, so that a call of it never waits for room. Who finds none is called
 * back in turn; a client that waits is read no further, which is the back-pressure.
 *
 * <p>Nobody enters either while too many deliveries wait for their way out: publishing is cheaper than delivering, and
 * publishers would take all the processor time there is.
 */
final class Admission {

    private final int mostRequests;
    private final long mostBytes;
    private final int mostUnsent;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int unsent;
    private int requests;
    private long bytes;

    private record Waiting(int bytes, CompletableFuture<Void> turn) {}

    Admission(int mostRequests, long mostBytes, int mostUnsent) {
        this.mostRequests = mostRequests;
        this.mostBytes = mostBytes;
        this.mostUnsent = mostUnsent;
    }

    /** Tells that deliveries wait for their way out. */
    synchronized void unsent(int deliveries) {
        unsent += deliveries;
    }

    /** Tells that deliveries wait no more. */
    void sent(int deliveries) {
        Waiting next;
        synchronized (this) {
            unsent -= deliveries;
            next = next();
        }
        admit(next);
    }

    /** Takes room for a request if there is some and nobody else waits for it. */
    synchronized boolean tryEnter(int size) {
        if (!waiting.isEmpty() || !hasRoom(size)) {
            return false;
        }
        take(size);
        return true;
    }

    /** Takes room as soon as there is some; completes then, perhaps on the thread that makes it. */
    synchronized CompletableFuture<Void> enter(int size) {
        if (tryEnter(size)) {
            return CompletableFuture.completedFuture(null);
        }
        Waiting turn = new Waiting(size, new CompletableFuture<>());
        waiting.add(turn);
        return turn.turn();
    }

    /** Gives the room of a request back. */
    void leave(int size) {
        Waiting next;
        synchronized (this) {
            requests--;
            bytes -= size;
            next = next();
        }
        admit(next);
    }

    private void admit(@Nullable Waiting first) {
        Waiting next = first;
        while (next != null) {
            next.turn().complete(null);
            synchronized (this) {
                next = next();
            }
        }
    }

    private @Nullable Waiting next() {
        Waiting head = waiting.peek();
        if (head == null || !hasRoom(head.bytes())) {
            return null;
        }
        take(head.bytes());
        return waiting.poll();
    }

    /** The largest request fits when nothing else is there. */
    private boolean hasRoom(int size) {
        return requests < mostRequests && unsent <= mostUnsent && (bytes + size <= mostBytes || requests == 0);
    }

    private void take(int size) {
        requests++;
        bytes += size;
    }
}
