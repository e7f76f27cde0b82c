package io.ringway.durable;

import io.ringway.queues.SpscQueue;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A subscription: its deliveries wait here for a delivery thread. One delivery thread at a time is the consumer, and
 * {@link #scheduled} hands that role on. The producer is the sync thread while deliveries are on their way through it,
 * and else the log thread: {@link #arrived} hands that role back.
 */
final class Member implements Subscription, Runnable {

    /** How many deliveries a delivery thread takes before other subscriptions get their turn. */
    private static final int TURN = 256;

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

    /** Deliveries that went to the sync thread on their way here; written by the log thread alone. */
    private long sentRound;

    /** How many of them have arrived; written by the sync thread alone. */
    private volatile long arrived;

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

    /** In the log thread: a delivery takes the way through the sync thread. */
    void goesRound() {
        sentRound++;
    }

    /** In the sync thread: takes a delivery that came that way. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void handRound(Handed delivery) {
        hand(delivery);
        // Volatile: the log thread that sees it becomes the mailbox's producer, and finds what this one has done there.
        arrived = arrived + 1;
    }

    /** In the log thread: whether it may hand over deliveries itself without overtaking one. */
    boolean noneUnderWay() {
        return arrived == sentRound;
    }

    void schedule() {
        // Before the flag is looked at, what is in the mailbox must show: who resets the flag looks there once more.
        VarHandle.fullFence();
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            engine.execute(this);
        }
    }

    static void scheduleAll(List<Handed> deliveries) {
        Member last = null;
        for (int i = 0; i < deliveries.size(); i++) {
            Member member = deliveries.get(i).member;
            if (member != last) {
                member.schedule();
                last = member;
            }
        }
    }

    void end(EndReason reason) {
        end = reason;
        left.complete(null);
        schedule();
    }

    @Override
    public void run() {
        try {
            takeTurn();
        } finally {
            // Also after an error of the listener: others wait in the mailbox.
            scheduled.set(false);
            VarHandle.fullFence();
            if (!mailbox.isEmpty() || (end != null && !endTold)) {
                schedule();
            }
        }
    }

    private void takeTurn() {
        List<Delivery> batch = new ArrayList<>();
        for (int taken = 0; taken < TURN; taken += batch.size()) {
            batch = new ArrayList<>();
            int most = batchSize;
            long now = engine.now();
            Handed next;
            while (batch.size() < most && (next = mailbox.poll()) != null) {
                if (end == null && engine.prepare(next, now)) {
                    batch.add(next);
                }
            }
            if (batch.isEmpty()) {
                break;
            }
            try {
                listener.onBatch(batch);
            } catch (RuntimeException e) {
                giveBack(batch);
            } catch (Error e) {
                giveBack(batch);
                throw e;
            }
        }
        EndReason reason = end;
        if (reason != null && !endTold) {
            endTold = true;
            mailbox.clear();
            listener.onEnd(reason);
        }
    }

    private static void giveBack(List<Delivery> batch) {
        for (Delivery delivery : batch) {
            ((Handed) delivery).giveBack();
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
