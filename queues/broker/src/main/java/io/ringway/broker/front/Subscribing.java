package io.ringway.broker.front;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.interceptor.suback.SubackOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.suback.parameter.SubackOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.suback.parameter.SubackOutboundOutput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.SubscribeInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundInput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.unsubscribe.UnsubscribeInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.unsubscribe.parameter.UnsubscribeInboundInput;
import com.hivemq.extension.sdk.api.interceptor.unsubscribe.parameter.UnsubscribeInboundOutput;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.packets.general.UserProperties;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.subscribe.ModifiableSubscription;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.subscription.TopicSubscription;
import io.ringway.broker.Access;
import io.ringway.broker.front.Memberships.Membership;
import io.ringway.durable.StartPosition;
import io.ringway.durable.SubscribeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's subscriptions of queues and of their figures.
 *
 * <p>A client joins its group before HiveMQ knows the subscription, so that a failure can be told, and deliveries wait
 * until the SUBACK shows that the subscription is there. HiveMQ lets an interceptor change a filter, not refuse it: a
 * subscription that is refused goes on with a filter that the client's permissions deny.
 */
final class Subscribing
        implements SubscribeInboundInterceptor, SubackOutboundInterceptor, UnsubscribeInboundInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(Subscribing.class);
    private static final String DENIED = "$ringway/refused";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int DEFAULT_PREFETCH = 256;
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(500);
    private static final Duration LONGEST_HEARTBEAT = Duration.ofHours(24);

    private final Hub hub;
    private final Client client;
    private final ClientContext context;
    private final Map<Integer, List<@Nullable Outcome>> unanswered = new HashMap<>();
    private boolean denies;
    private boolean delivers;

    /** What became of a subscription of ours. */
    private record Outcome(
            @Nullable Runnable activate, @Nullable Runnable cancel, SubackReasonCode refusal, String reason) {

        static Outcome good(Runnable activate, Runnable cancel) {
            return new Outcome(activate, cancel, SubackReasonCode.UNSPECIFIED_ERROR, "");
        }

        static Outcome refused(SubackReasonCode code, String reason) {
            return new Outcome(null, null, code, reason);
        }
    }

    Subscribing(Hub hub, Client client, ClientContext context) {
        this.hub = hub;
        this.client = client;
        this.context = context;
    }

    // ---- SUBSCRIBE

    @Override
    public void onInboundSubscribe(SubscribeInboundInput input, SubscribeInboundOutput output) {
        List<ModifiableSubscription> subscriptions = output.getSubscribePacket().getSubscriptions();
        client.isAlive();
        if (subscriptions.stream().noneMatch(one -> isOurs(one.getTopicFilter()))) {
            return;
        }
        UserProperties properties = input.getSubscribePacket().getUserProperties();
        int packetId = input.getSubscribePacket().getPacketId();
        Async<SubscribeInboundOutput> async = output.async(PATIENCE, TimeoutFallback.FAILURE);
        CompletableFuture<?> unused = client.perform(() -> {
                    List<@Nullable Outcome> outcomes = new ArrayList<>();
                    for (ModifiableSubscription subscription : subscriptions) {
                        Outcome outcome = isOurs(subscription.getTopicFilter())
                                ? subscribe(subscription.getTopicFilter(), properties)
                                : null;
                        if (outcome != null && outcome.activate() == null) {
                            deny();
                            subscription.setTopicFilter(DENIED);
                        }
                        outcomes.add(outcome);
                    }
                    synchronized (unanswered) {
                        unanswered.put(packetId, outcomes);
                    }
                })
                .whenComplete((done, failure) -> async.resume());
    }

    private static boolean isOurs(String filter) {
        return Route.of(unshared(filter)).kind() != Route.Kind.PLAIN;
    }

    private static String unshared(String filter) {
        if (filter.startsWith("$share/")) {
            int end = filter.indexOf('/', "$share/".length());
            return end < 0 ? filter : filter.substring(end + 1);
        }
        return filter;
    }

    private Outcome subscribe(String filter, UserProperties properties) {
        try {
            return carryOut(filter, properties);
        } catch (RuntimeException e) {
            Refused refused = Refused.of(e);
            if (refused != e && refused.code() == AckReasonCode.UNSPECIFIED_ERROR) {
                LOG.warn("Client {} could not subscribe to {}", client.id(), filter, e);
            }
            return Outcome.refused(
                    switch (refused.code()) {
                        case NOT_AUTHORIZED -> SubackReasonCode.NOT_AUTHORIZED;
                        case QUOTA_EXCEEDED -> SubackReasonCode.QUOTA_EXCEEDED;
                        case TOPIC_NAME_INVALID -> SubackReasonCode.TOPIC_FILTER_INVALID;
                        case UNSPECIFIED_ERROR -> SubackReasonCode.UNSPECIFIED_ERROR;
                        default -> SubackReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
                    },
                    refused.reason());
        }
    }

    private Outcome carryOut(String filter, UserProperties properties) {
        if (!unshared(filter).equals(filter)) {
            return Outcome.refused(
                    SubackReasonCode.SHARED_SUBSCRIPTION_NOT_SUPPORTED,
                    "a queue is shared by its consumer groups: subscribe to " + unshared(filter)
                            + " with the user property consumer-group");
        }
        if (filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0) {
            return Outcome.refused(
                    SubackReasonCode.WILDCARD_SUBSCRIPTION_NOT_SUPPORTED,
                    "a queue is subscribed to by its full name, without wildcards: " + filter);
        }
        Route route = Route.of(filter);
        return switch (route.kind()) {
            case QUEUE -> join(filter, properties);
            case STATS -> stats(filter, route.queue());
            default ->
                Outcome.refused(
                        SubackReasonCode.TOPIC_FILTER_INVALID,
                        "topic " + filter + " is neither a queue nor the figures of one");
        };
    }

    private Outcome stats(String filter, String queue) {
        if (!client.permits(Access.Action.ADMIN, queue)) {
            throw new Refused(AckReasonCode.NOT_AUTHORIZED, "not allowed to administer " + queue);
        }
        hub.queues().get(queue);
        return Outcome.good(() -> client.add(filter, new StatsStream(hub, client, filter, queue)), () -> {});
    }

    private Outcome join(String queue, UserProperties properties) {
        String group = Packets.one(properties, "consumer-group");
        String prefetch = Packets.one(properties, "prefetch");
        String start = Packets.one(properties, "start");
        String heartbeat = Packets.one(properties, "heartbeat");
        Membership wanted = new Membership(
                group == null ? defaultGroup(client.id()) : group,
                prefetch == null ? defaultPrefetch() : (int) Packets.number("prefetch", prefetch, 1, hub.mostHeld()),
                heartbeat == null ? 0 : heartbeat(heartbeat));
        Member member = join(queue, wanted, start == null ? StartPosition.earliest() : position(start));
        if (client.isPersistent()) {
            hub.memberships().put(client.id(), queue, wanted);
        }
        return Outcome.good(member::activate, () -> client.later(() -> leave(queue)));
    }

    private static long heartbeat(String text) {
        Duration heartbeat = Packets.duration("heartbeat", text);
        if (heartbeat.compareTo(SHORTEST_HEARTBEAT) < 0 || heartbeat.compareTo(LONGEST_HEARTBEAT) > 0) {
            throw Packets.bad("heartbeat", text, "from 500ms to 24h");
        }
        return heartbeat.toMillis();
    }

    private static StartPosition position(String start) {
        return switch (start) {
            case "earliest" -> StartPosition.earliest();
            case "latest" -> StartPosition.latest();
            default -> StartPosition.at(Packets.instant("start", start));
        };
    }

    /** So much that a client may subscribe to some queues without saying how much it wants of each. */
    private int defaultPrefetch() {
        return Math.min(DEFAULT_PREFETCH, hub.mostHeld() / 8);
    }

    /** The client id up to its last hyphen; all of it if there is none. */
    static String defaultGroup(String clientId) {
        int end = clientId.lastIndexOf('-');
        return end <= 0 ? clientId : clientId.substring(0, end);
    }

    private Member join(String queue, Membership wanted, StartPosition start) {
        if (!client.permits(Access.Action.CONSUME, queue)) {
            throw new Refused(AckReasonCode.NOT_AUTHORIZED, "not allowed to consume from " + queue);
        }
        if (client.heldBesides(queue) + wanted.prefetch() > hub.mostHeld()) {
            throw new Refused(
                    AckReasonCode.QUOTA_EXCEEDED,
                    "the prefetch of all subscriptions of a client is at most " + hub.mostHeld()
                            + "; lower it with the user property prefetch");
        }
        hub.create(queue);
        Member before = client.member(queue);
        if (before != null && before.isActive() && before.membership().equals(wanted)) {
            return before;
        }
        if (before != null) {
            before.leave(true);
        }
        Member member = new Member(hub, client, queue, wanted);
        member.join(SubscribeOptions.DEFAULT.withStart(start));
        if (!client.add(member)) {
            member.leave(false);
        }
        deliver();
        return member;
    }

    private synchronized void deliver() {
        if (!delivers) {
            delivers = true;
            new Delivering(hub, client, context);
        }
    }

    private synchronized void deny() {
        if (!denies) {
            denies = true;
            ModifiableDefaultPermissions permissions = context.getDefaultPermissions();
            DefaultAuthorizationBehaviour before = permissions.getDefaultBehaviour();
            permissions.add(Builders.topicPermission()
                    .topicFilter(DENIED)
                    .type(TopicPermission.PermissionType.DENY)
                    .activity(TopicPermission.MqttActivity.SUBSCRIBE)
                    .build());
            permissions.setDefaultBehaviour(before); // the first permission has turned it round
        }
    }

    // ---- SUBACK

    @Override
    public void onOutboundSuback(SubackOutboundInput input, SubackOutboundOutput output) {
        List<@Nullable Outcome> outcomes;
        synchronized (unanswered) {
            outcomes = unanswered.remove(input.getSubackPacket().getPacketIdentifier());
        }
        if (outcomes == null) {
            return;
        }
        List<SubackReasonCode> codes = new ArrayList<>(input.getSubackPacket().getReasonCodes());
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome == null) {
                continue;
            }
            boolean isGranted = codes.get(i).compareTo(SubackReasonCode.GRANTED_QOS_2) <= 0;
            if (outcome.activate() == null) {
                if (isGranted) {
                    // Another extension has granted what nobody will ever publish to.
                    client.disconnect(outcome.reason());
                } else {
                    codes.set(i, outcome.refusal());
                    reasons.add(outcome.reason());
                }
            } else if (isGranted) {
                outcome.activate().run();
            } else if (outcome.cancel() != null) {
                outcome.cancel().run(); // another extension has refused it
            }
        }
        output.getSubackPacket().setReasonCodes(codes);
        if (!reasons.isEmpty()) {
            output.getSubackPacket().setReasonString(String.join("; ", reasons));
        }
    }

    // ---- UNSUBSCRIBE

    @Override
    public void onInboundUnsubscribe(UnsubscribeInboundInput input, UnsubscribeInboundOutput output) {
        client.isAlive();
        for (String filter : input.getUnsubscribePacket().getTopicFilters()) {
            switch (Route.of(filter).kind()) {
                case QUEUE -> client.later(() -> leave(filter));
                case STATS -> client.removeStream(filter);
                default -> {}
            }
        }
    }

    private void leave(String queue) {
        Member member = client.removeMember(queue);
        if (member != null) {
            member.leave();
        }
        hub.memberships().remove(client.id(), queue);
    }

    // ---- resuming

    /** Joins the groups of a session that goes on: no SUBSCRIBE comes. */
    void resume() {
        CompletableFuture<?> unused = Services.subscriptionStore()
                .getSubscriptions(client.id())
                .whenComplete((subscriptions, failure) -> {
                    if (failure != null) {
                        LOG.warn("The subscriptions of client {} cannot be read", client.id(), failure);
                        client.disconnect("the subscriptions of the session cannot be read");
                        return;
                    }
                    Set<String> filters = subscriptions.stream()
                            .map(TopicSubscription::getTopicFilter)
                            .filter(Subscribing::isOurs)
                            .collect(Collectors.toSet());
                    hub.memberships().retain(client.id(), filters);
                    if (!filters.isEmpty()) {
                        client.later(() -> filters.forEach(this::resume));
                    }
                });
    }

    private void resume(String filter) {
        try {
            Route route = Route.of(filter);
            if (route.kind() == Route.Kind.STATS) {
                client.add(filter, new StatsStream(hub, client, filter, route.queue()));
            } else if (client.member(filter) == null) {
                Membership known = hub.memberships().get(client.id(), filter);
                Membership wanted =
                        known != null ? known : new Membership(defaultGroup(client.id()), defaultPrefetch(), 0);
                join(filter, wanted, StartPosition.earliest()).activate();
            }
        } catch (RuntimeException e) {
            LOG.warn("Client {} cannot consume from {} any more", client.id(), filter, e);
            client.disconnect(
                    "cannot consume from " + filter + ": " + Refused.of(e).reason());
        }
    }
}
