package io.ringway.broker.front;

import com.hivemq.extension.sdk.api.packets.general.UserProperties;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import io.ringway.broker.front.Leases.Held;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.Lease;
import io.ringway.durable.SettleResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads and carries out what is published to {@code $ack}, {@code $nack} and {@code $reject}. */
final class Settling {

    private static final int MOST = 10_000;

    private final Hub hub;

    Settling(Hub hub) {
        this.hub = hub;
    }

    /**
     * Reads a request.
     *
     * @throws Refused if it makes no sense
     */
    Request read(Route route, UserProperties properties) {
        List<String> ids = values(properties, Packets.MESSAGE_ID);
        List<String> tokens = values(properties, Packets.LEASE);
        List<String> groups = values(properties, Packets.GROUP_ID);
        if (tokens.size() != ids.size() || (groups.size() != 1 && groups.size() != ids.size())) {
            throw new Refused(
                    AckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
                    "there must be a lease for each message-id, and one group-id or one for each: " + ids.size()
                            + " message-id, " + tokens.size() + " lease, " + groups.size() + " group-id");
        }
        Request request = new Request(route, properties);
        for (int i = 0; i < ids.size(); i++) {
            long token = Packets.number(Packets.LEASE, tokens.get(i), 0, Long.MAX_VALUE);
            String group = groups.get(groups.size() == 1 ? 0 : i);
            request.add(new Lease(ids.get(i), token), group);
        }
        return request;
    }

    private static List<String> values(UserProperties properties, String name) {
        List<String> values = new ArrayList<>();
        for (String value : properties.getAllForName(name)) {
            for (String one : value.split(",", -1)) {
                if (one.isBlank() || values.size() == MOST) {
                    throw Packets.bad(name, value, "from 1 to " + MOST + " values, separated by commas");
                }
                values.add(one.strip());
            }
        }
        if (values.isEmpty()) {
            throw new Refused(
                    AckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
                    "user property " + name + " is missing; copy it from the delivery");
        }
        return values;
    }

    /** What a client wants to settle. */
    final class Request {
        private final Route route;
        private final @Nullable Duration delay;
        private final String reason;
        private final Map<String, List<Lease>> valid = new LinkedHashMap<>(2);
        private final List<Held> held = new ArrayList<>(1);
        private final List<String> stale = new ArrayList<>(0);

        private Request(Route route, UserProperties properties) {
            this.route = route;
            String given = Packets.one(properties, "delay");
            delay = given == null ? null : Packets.duration("delay", given);
            String why = Packets.one(properties, "reason");
            reason = why == null ? "" : why;
        }

        private void add(Lease lease, String group) {
            Held found = hub.leases().find(lease.token());
            if (found != null
                    && found.delivery().messageId().equals(lease.messageId())
                    && found.delivery().group().equals(group)
                    && found.delivery().queue().equals(route.queue())) {
                held.add(found);
                valid.computeIfAbsent(group, name -> new ArrayList<>()).add(lease);
            } else {
                stale.add(lease.messageId());
            }
        }

        /** Tells whether some of the leases are not valid; the others are settled all the same. */
        boolean isStale() {
            return !stale.isEmpty();
        }

        /** Settles what is valid. Completes with what is wrong with the rest. */
        CompletableFuture<Optional<String>> carryOut() {
            DurableQueues queues = hub.queues();
            List<CompletableFuture<SettleResult>> results = new ArrayList<>(1);
            valid.forEach((group, leases) -> results.add(
                    switch (route.kind()) {
                        case ACK -> queues.ack(route.queue(), group, leases);
                        case NACK -> queues.nack(route.queue(), group, leases, delay);
                        default -> queues.reject(route.queue(), group, leases, reason);
                    }));
            held.forEach(hub.leases()::remove);
            return CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
                    .thenApply(done -> {
                        for (CompletableFuture<SettleResult> result : results) {
                            result.join().stale().forEach(lease -> stale.add(lease.messageId()));
                        }
                        return stale.isEmpty() ? Optional.empty() : Optional.of(complaint());
                    });
        }

        private String complaint() {
            int told = Math.min(stale.size(), 10);
            return "not settled, since the lease is not valid (any more): " + String.join(", ", stale.subList(0, told))
                    + (told < stale.size() ? " and " + (stale.size() - told) + " more" : "");
        }
    }
}
