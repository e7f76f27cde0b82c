package io.ringway.broker.front;

import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ClientInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.services.Services;
import io.ringway.broker.Access;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a client. HiveMQ calls for one client one after the other. */
final class Client implements ClientLifecycleEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);

    private final Hub hub;
    private final Map<String, Member> members = new HashMap<>();
    private final Map<String, StatsStream> streams = new HashMap<>();
    private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);
    private @Nullable String user;
    private String id = "";
    private @Nullable Intake intake;
    private boolean isMqtt5;
    private boolean isResuming;
    private boolean isPersistent;
    private volatile boolean isGone;
    private volatile long lastSign = System.nanoTime();

    Client(Hub hub) {
        this.hub = hub;
    }

    String id() {
        return id;
    }

    boolean isMqtt5() {
        return isMqtt5;
    }

    /** Tells that a publish waits no more for its turn. */
    void taken(PublishPacket packet) {
        if (intake != null) {
            intake.taken(packet);
        }
    }

    /**
     * Takes a packet for a sign of life. One that an application sends: what a library sends by itself, such as PINGREQ
     * and PUBACK, comes also from an application that hangs.
     */
    void isAlive() {
        lastSign = System.nanoTime();
    }

    boolean isPersistent() {
        return isPersistent;
    }

    boolean isGone() {
        return isGone;
    }

    boolean permits(Access.Action action, String queue) {
        return hub.access().permits(user, action, queue);
    }

    // ---- life

    @Override
    public void onMqttConnectionStart(ConnectionStartInput input) {
        ConnectPacket connect = input.getConnectPacket();
        user = connect.getUserName().orElse(null);
        isMqtt5 = connect.getMqttVersion() == MqttVersion.V_5;
        isResuming = !connect.getCleanStart();
        isPersistent = connect.getSessionExpiryInterval() > 0;
        intake = Intake.of(input.getConnectionInformation().getConnectionAttributeStore(), this::isAlive);
    }

    @Override
    public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {
        id = input.getClientInformation().getClientId();
        hub.clients().put(input.getConnectionInformation(), this);
    }

    void initialize(ClientContext context) {
        Subscribing subscribing = new Subscribing(hub, this, context);
        Publishing publishing = new Publishing(hub, this, context);
        if (intake != null) {
            intake.onOurs(() -> context.addPublishInboundInterceptor(publishing));
        } else {
            context.addPublishInboundInterceptor(publishing);
        }
        context.addSubscribeInboundInterceptor(subscribing);
        context.addSubackOutboundInterceptor(subscribing);
        context.addUnsubscribeInboundInterceptor(subscribing);
        if (isResuming && isPersistent) {
            subscribing.resume();
        } else {
            hub.memberships().retain(id, java.util.Set.of());
        }
    }

    @Override
    public void onClientInitiatedDisconnect(ClientInitiatedDisconnectInput input) {
        end(input.getConnectionInformation(), true);
    }

    @Override
    public void onDisconnect(DisconnectEventInput input) {
        end(input.getConnectionInformation(), false);
    }

    private void end(ConnectionInformation connection, boolean inGoodOrder) {
        isGone = true;
        hub.clients().remove(connection);
        if (!isPersistent) {
            hub.forgetQos2(id);
        }
        List<Member> left;
        synchronized (this) {
            left = List.copyOf(members.values());
            members.clear();
            streams.values().forEach(StatsStream::close);
            streams.clear();
        }
        left.forEach(Member::forget);
        if (isPersistent && !left.isEmpty()) {
            hub.dropUnsent(id);
        }
        later(() -> left.forEach(member -> member.leave(inGoodOrder)));
    }

    /** Ends the connection: the client did nothing wrong, or nothing that it could be told otherwise. */
    void disconnect(String reason) {
        disconnect(DisconnectReasonCode.ADMINISTRATIVE_ACTION, reason, () -> {});
    }

    void disconnect(DisconnectReasonCode code, String reason, Runnable afterwards) {
        if (isGone) {
            afterwards.run();
            return;
        }
        LOG.info("Disconnecting client {}: {}", id, reason);
        CompletableFuture<?> unused = Services.clientService()
                .disconnectClient(id, false, code, reason)
                .whenComplete((wasConnected, failure) -> afterwards.run());
    }

    /** Does something that may wait for the engine, after what was given before. */
    void later(Runnable task) {
        CompletableFuture<?> unused = perform(task);
    }

    /** As {@link #later}; completes when it is done. */
    synchronized CompletableFuture<Void> perform(Runnable task) {
        work = work.handleAsync(
                (done, failure) -> {
                    task.run();
                    return null;
                },
                hub.workers());
        return work;
    }

    // ---- what it takes part in

    synchronized @Nullable Member member(String queue) {
        return members.get(queue);
    }

    /** To be called now and then: a client that does not take, or settle, what is for it must not hold up others. */
    void look() {
        List<Member> all;
        synchronized (this) {
            all = List.copyOf(members.values());
        }
        for (Member member : all) {
            member.releaseIfStalled(); // publishers go on in there: not with the lock
            if (member.isSilentSince(lastSign)) {
                disconnect(
                        DisconnectReasonCode.KEEP_ALIVE_TIMEOUT,
                        "no heartbeat: nothing was published for "
                                + member.membership().heartbeatMillis() + " ms while deliveries of " + member.queue()
                                + " were held",
                        () -> {});
                return;
            }
        }
    }

    /** Deliveries that it may hold, but for those of one queue. */
    synchronized int heldBesides(String queue) {
        return members.values().stream()
                .filter(member -> !member.queue().equals(queue))
                .mapToInt(member -> member.membership().prefetch())
                .sum();
    }

    /** Adds a member; returns false if the connection has gone. */
    synchronized boolean add(Member member) {
        if (isGone) {
            return false;
        }
        members.put(member.queue(), member);
        return true;
    }

    synchronized @Nullable Member removeMember(String queue) {
        return members.remove(queue);
    }

    synchronized void add(String topic, StatsStream stream) {
        StatsStream before = isGone ? stream : streams.put(topic, stream);
        if (before != null) {
            before.close();
        }
    }

    synchronized void removeStream(String topic) {
        StatsStream stream = streams.remove(topic);
        if (stream != null) {
            stream.close();
        }
    }
}
