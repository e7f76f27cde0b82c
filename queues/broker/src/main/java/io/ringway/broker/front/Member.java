package io.ringway.broker.front;

import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.publish.PublishToClientResult;
import io.ringway.broker.front.Leases.Held;
import io.ringway.broker.front.Memberships.Membership;
import io.ringway.durable.Delivery;
import io.ringway.durable.DeliveryListener;
import io.ringway.durable.EndReason;
import io.ringway.durable.SubscribeOptions;
import io.ringway.durable.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client's membership in a consumer group: hands what the engine delivers to HiveMQ. */
final class Member implements DeliveryListener {

    /** A client that takes nothing for this long holds up nobody. */
    private static final long STALLED_NANOS = 1_000_000_000;

    private final Hub hub;
    private final Client client;
    private final String queue;
    private final Membership membership;
    private final Queue<Held> holding = new ArrayDeque<>();
    private @Nullable List<Delivery> early = new ArrayList<>();
    private boolean gone;
    private boolean isDisconnecting;

    /** Since when the client has had something to settle. */
    private long owesSince;

    private int unsent;
    private long lastSent;
    private boolean isStalled;
    private @Nullable Subscription subscription;

    Member(Hub hub, Client client, String queue, Membership membership) {
        this.hub = hub;
        this.client = client;
        this.queue = queue;
        this.membership = membership;
    }

    String queue() {
        return queue;
    }

    Membership membership() {
        return membership;
    }

    boolean isActive() {
        Subscription joined = subscription;
        return joined != null && joined.isActive();
    }

    /** Joins the group. What is delivered before {@link #activate} waits. Blocks until the engine has answered. */
    void join(SubscribeOptions options) {
        subscription = hub.queues()
                .subscribe(queue, membership.group(), client.id(), options.withPrefetch(membership.prefetch()), this);
    }

    /** Tells that the subscription is there: now HiveMQ takes what is for it. */
    synchronized void activate() {
        List<Delivery> waiting = early;
        if (waiting != null) {
            early = null;
            waiting.forEach(this::push);
        }
    }

    /** Leaves in good order: what is in flight may still be settled. */
    void leave() {
        Subscription joined = subscription;
        if (joined != null) {
            CompletableFuture<Void> unused = joined.drain().thenRun(this::forget);
        }
    }

    /** Leaves at once: what is in flight goes to others. */
    void leave(boolean inGoodOrder) {
        forget();
        Subscription joined = subscription;
        if (joined != null) {
            if (inGoodOrder) {
                joined.close();
            } else {
                joined.disconnect();
            }
        }
    }

    /** Makes the leases invalid here, before the engine is told. */
    void forget() {
        synchronized (this) {
            gone = true;
            early = null;
            holding.forEach(hub.leases()::remove);
            holding.clear();
        }
        release();
    }

    /**
     * Tells, once, that the client holds deliveries and has been silent for too long. One that holds nothing has
     * nothing to say.
     */
    synchronized boolean isSilentSince(long lastSign) {
        long heartbeat = membership.heartbeatMillis() * 1_000_000;
        if (heartbeat == 0 || gone || isDisconnecting) {
            return false;
        }
        // What has expired before the last sign is not held any more; what has since, the client does not see to.
        for (Held oldest = holding.peek();
                oldest != null && (!hub.leases().contains(oldest) || oldest.isExpired(lastSign));
                oldest = holding.peek()) {
            hub.leases().remove(oldest);
            holding.poll();
        }
        long now = System.nanoTime();
        isDisconnecting = !holding.isEmpty() && now - lastSign > heartbeat && now - owesSince > heartbeat;
        return isDisconnecting;
    }

    // ---- back-pressure: what HiveMQ has and the client has not

    /** Tells that a delivery has left HiveMQ, in whatever way. */
    void sent() {
        synchronized (this) {
            isStalled = false;
            if (unsent == 0) {
                return; // one of an earlier member, or given up as stalled
            }
            unsent--;
            lastSent = System.nanoTime();
        }
        hub.publishes().sent(1);
    }

    private void countUnsent() {
        synchronized (this) {
            if (gone || isStalled) {
                return; // what a client that takes nothing is offered more holds up nobody either
            }
            if (unsent++ == 0) {
                lastSent = System.nanoTime();
            }
        }
        hub.publishes().unsent(1);
    }

    void releaseIfStalled() {
        boolean stalls;
        synchronized (this) {
            stalls = unsent > 0 && System.nanoTime() - lastSent > STALLED_NANOS;
            isStalled |= stalls;
        }
        if (stalls) {
            release();
        }
    }

    private void release() {
        int released;
        synchronized (this) {
            released = unsent;
            unsent = 0;
        }
        if (released > 0) {
            hub.publishes().sent(released);
        }
    }

    @Override
    public void onDelivery(Delivery delivery) {
        if (!hold(delivery)) {
            return;
        }
        synchronized (this) {
            if (early != null) {
                early.add(delivery);
                return;
            }
        }
        push(delivery);
    }

    /** Returns false if the lease is ending anyway. */
    private boolean hold(Delivery delivery) {
        long timeout = hub.queues()
                .find(queue)
                .map(config -> config.performance().deliveryTimeout().toNanos())
                .orElse(0L);
        long now = System.nanoTime();
        Held lease = new Held(delivery, this, now + timeout);
        synchronized (this) {
            if (gone) {
                return false;
            }
            boolean expired = false;
            for (Held oldest = holding.peek(); oldest != null; oldest = holding.peek()) {
                if (hub.leases().contains(oldest)) {
                    if (!oldest.isExpired(now)) {
                        break;
                    }
                    hub.leases().remove(oldest);
                    expired = true;
                }
                holding.poll();
            }
            if (holding.isEmpty() && !expired) {
                owesSince = now;
            }
            holding.add(lease);
            hub.leases().add(lease);
        }
        return true;
    }

    private void push(Delivery delivery) {
        countUnsent();
        CompletableFuture<PublishToClientResult> unused = Services.publishService()
                .publishToClient(Packets.publish(delivery), client.id())
                .whenComplete((result, failure) -> {
                    if (failure != null || result == PublishToClientResult.NOT_SUBSCRIBED) {
                        giveBack(delivery);
                    } else if (delivery.attempt() == 1) {
                        Duration age = Duration.between(delivery.publishTime(), Instant.now());
                        hub.observer().delivered(queue, Math.max(0, age.toNanos()));
                    }
                });
    }

    private void giveBack(Delivery delivery) {
        sent();
        Held lease = hub.leases().find(delivery.lease());
        if (lease != null && hub.leases().remove(lease)) {
            CompletableFuture<Void> unused = delivery.nack(Duration.ofSeconds(1));
        }
    }

    @Override
    public void onEnd(EndReason reason) {
        forget();
        if (reason == EndReason.DELETED) {
            client.disconnect("queue " + queue + " or its group " + membership.group() + " was deleted");
        }
    }
}
