package io.ringway.broker.front;

import io.ringway.durable.Delivery;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that consumers hold. With it a lease that is not valid any more is refused at once: the broker cannot
 * turn an acknowledgement into a refusal later. The engine has the last word.
 */
final class Leases {

    private final ConcurrentMap<Long, Held> held = new ConcurrentHashMap<>();

    /**
     * A delivery and who holds it.
     *
     * @param delivery the delivery
     * @param member who holds it
     * @param expiresNanos when the lease has expired, by {@link System#nanoTime}; never before the engine's deadline
     */
    record Held(Delivery delivery, Member member, long expiresNanos) {

        boolean isExpired(long now) {
            return now - expiresNanos >= 0;
        }
    }

    void add(Held lease) {
        held.put(lease.delivery().lease(), lease);
    }

    /** The delivery with a token, if its lease is valid. */
    @Nullable
    Held find(long token) {
        Held found = held.get(token);
        return found == null || found.isExpired(System.nanoTime()) ? null : found;
    }

    /** Tells whether the caller is the one that ended the lease. */
    boolean remove(Held lease) {
        return held.remove(lease.delivery().lease(), lease);
    }

    boolean contains(Held lease) {
        return held.containsKey(lease.delivery().lease());
    }

    /** How many there are. */
    int size() {
        return held.size();
    }
}
