package io.ringway.durable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A subscription: its deliveries wait in a {@link Mailbox} for a delivery thread. */
final class Member implements Subscription, Runnable {

    /** How many deliveries a delivery thread takes before other subscriptions get their turn. */
    private static final int TURN = 256;

    final Engine engine;
    private final String queue;
    private final String group;
    private final String consumerId;
    private final DeliveryListener listener;
    private final long heartbeatNanos;
    private final Mailbox<Handed> mailbox;
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
        this.mailbox = new Mailbox<>(2 * options.prefetch());
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
        mailbox.hand(delivery);
    }

    /** In the log thread: a delivery takes the way through the sync thread. */
    void goesRound() {
        mailbox.goesRound();
    }

    /** In the sync thread: takes a delivery that came that way. */
    void handRound(Handed delivery) {
        mailbox.handRound(delivery);
    }

    /** In the log thread: whether it may hand over deliveries itself without overtaking one. */
    boolean noneUnderWay() {
        return mailbox.noneUnderWay();
    }

    void schedule() {
        if (mailbox.claim()) {
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
            boolean more = mailbox.release();
            if (more || (end != null && !endTold)) {
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
                if (end == null && next.prepare(engine.log(), now)) {
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
