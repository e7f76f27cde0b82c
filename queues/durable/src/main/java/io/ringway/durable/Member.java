package io.ringway.durable;

import io.ringway.queues.SpscQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A subscription: its deliveries wait here for a delivery thread. The sync thread is the only producer; one delivery
 * thread at a time is the consumer, and {@link #scheduled} hands that role on.
 */
final class Member implements Subscription, Runnable {

    /** How many calls of the listener a delivery thread makes before others get their turn. */
    private static final int TURN = 64;

    final Engine engine;
    private final String queue;
    private final String group;
    private final String consumerId;
    private final DeliveryListener listener;
    private final long heartbeatNanos;
    private final SpscQueue<Handed> mailbox;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    /** Set by the log thread before anybody else knows the subscription. */
    volatile long session;

    volatile int batchSize;

    private volatile long lastSign;
    private volatile @Nullable EndReason end;
    private boolean endTold;

    Member(
            Engine engine,
            String queue,
            String group,
            String consumerId,
            SubscribeOptions options,
            DeliveryListener listener,
            long now) {
        this.engine = engine;
        this.queue = queue;
        this.group = group;
        this.consumerId = consumerId;
        this.listener = listener;
        this.heartbeatNanos = options.heartbeatTimeout().equals(Duration.ZERO)
                ? 0
                : Math.max(1, options.heartbeatTimeout().toNanos());
        // Twice the prefetch: leases that expire while a listener is busy make room for others before it looks again.
        this.mailbox = new SpscQueue<>(2 * options.prefetch());
        lastSign = now;
    }

    // ---- for the engine

    long heartbeatNanos() {
        return heartbeatNanos;
    }

    boolean isSilent(long now) {
        return heartbeatNanos > 0 && now - lastSign > heartbeatNanos;
    }

    /**
     * Takes a delivery. One for which there is no room is left to its lease: the listener has been busy for as long.
     */
    void hand(Handed delivery) {
        mailbox.offer(delivery);
    }

    void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            engine.execute(this);
        }
    }

    void end(EndReason reason) {
        end = reason;
        left.complete(null);
        schedule();
    }

    @Override
    public void run() {
        List<Delivery> batch = new ArrayList<>();
        for (int turn = 0; turn < TURN; turn++) {
            int most = batchSize;
            Handed next;
            while (batch.size() < most && (next = mailbox.poll()) != null) {
                if (end == null && engine.prepare(next)) {
                    batch.add(next);
                }
            }
            if (batch.isEmpty()) {
                break;
            }
            try {
                listener.onBatch(batch);
            } catch (RuntimeException e) {
                for (Delivery delivery : batch) {
                    ((Handed) delivery).giveBack();
                }
            }
            batch = new ArrayList<>();
        }
        EndReason reason = end;
        if (reason != null && !endTold) {
            endTold = true;
            mailbox.clear();
            listener.onEnd(reason);
        }
        scheduled.set(false);
        if (!mailbox.isEmpty() || (end != null && !endTold)) {
            schedule();
        }
    }

    // ---- for the user

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public String consumerId() {
        return consumerId;
    }

    @Override
    public void heartbeat() {
        if (heartbeatNanos > 0) {
            lastSign = engine.nanos();
        }
    }

    @Override
    public CompletableFuture<Void> drain() {
        if (end == null) {
            engine.leave(this, Wire.DRAIN);
        }
        return left.copy();
    }

    @Override
    public void close() {
        if (end == null) {
            engine.leave(this, Wire.CLOSE);
        }
    }

    @Override
    public void disconnect() {
        if (end == null) {
            engine.leave(this, Wire.DISCONNECT);
        }
    }

    @Override
    public boolean isActive() {
        return end == null;
    }
}
