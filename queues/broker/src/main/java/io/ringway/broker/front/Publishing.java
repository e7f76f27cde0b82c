package io.ringway.broker.front;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.interceptor.puback.PubackOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundOutput;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.pubrec.PubrecOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.pubrec.parameter.PubrecOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.pubrec.parameter.PubrecOutboundOutput;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.ringway.broker.Access;
import io.ringway.durable.Message;
import io.ringway.durable.QueueConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client publishes below {@code $queue} and {@code $admin}. Such a message never goes to subscribers: delivery
 * is prevented at once, so that the next one of the client is read while the engine stores this one, and the
 * acknowledgement is held on its way out until the engine has answered.
 *
 * <p>HiveMQ does not let an acknowledgement on its way out become a refusal. So what may be refused for a reason that
 * only the engine can tell is answered before the next packet of the client is read; whatever fails later all the same
 * costs the client its connection, never the message.
 */
final class Publishing implements PublishInboundInterceptor, PubackOutboundInterceptor, PubrecOutboundInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);

    /** For ever: the engine answers every request, and at the end of this time HiveMQ would acknowledge. */
    private static final Duration PATIENCE = Duration.ofDays(365);

    private final Hub hub;
    private final Client client;
    private final ClientContext context;
    private final Settling settling;
    private final Map<Integer, CompletableFuture<Optional<String>>> unanswered = new ConcurrentHashMap<>();
    private boolean holdsAcknowledgements;

    /** Whether the publish that is being looked at is answered before the next one. */
    private boolean waits;

    Publishing(Hub hub, Client client, ClientContext context) {
        this.hub = hub;
        this.client = client;
        this.context = context;
        settling = new Settling(hub);
    }

    @Override
    public void onInboundPublish(PublishInboundInput input, PublishInboundOutput output) {
        PublishPacket packet = input.getPublishPacket();
        client.isAlive();
        waits = false;
        take(packet, output);
        if (!waits) {
            client.taken(packet);
        }
    }

    private void take(PublishPacket packet, PublishInboundOutput output) {
        Route route = Route.of(packet.getTopic());
        if (route.kind() == Route.Kind.PLAIN) {
            return;
        }
        holdAcknowledgements();
        if (packet.getQos() == Qos.EXACTLY_ONCE) {
            hub.acceptQos2(client.id(), packet.getPacketId());
        }
        try {
            switch (route.kind()) {
                case QUEUE -> enqueue(packet, route.queue(), output);
                case ACK, NACK, REJECT -> settle(packet, route, output);
                case CREATE, CONFIG -> {
                    AdminRequest request = new AdminRequest(hub, client, route, packet);
                    answerFirst(packet, output, client.perform(request::run).thenApply(done -> Optional.empty()));
                }
                default ->
                    throw new Refused(
                            AckReasonCode.TOPIC_NAME_INVALID,
                            "topic " + packet.getTopic() + " is neither a queue nor anything that can be asked of one");
            }
        } catch (RuntimeException e) {
            // HiveMQ would acknowledge what an interceptor throws at.
            refuse(packet, output, e);
        }
    }

    /** Clients that only ever publish ordinary topics are spared the way round. */
    private void holdAcknowledgements() {
        if (!holdsAcknowledgements) {
            holdsAcknowledgements = true;
            context.addPubackOutboundInterceptor(this);
            context.addPubrecOutboundInterceptor(this);
        }
    }

    private void refuse(PublishPacket packet, PublishInboundOutput output, Throwable failure) {
        Refused refused = Refused.of(failure);
        if (refused != failure && refused.code() == AckReasonCode.UNSPECIFIED_ERROR) {
            LOG.warn("A publish of client {} to {} failed", client.id(), packet.getTopic(), failure);
        }
        if (packet.getQos() == Qos.EXACTLY_ONCE) {
            hub.refuseQos2(client.id(), packet.getPacketId());
        }
        output.preventPublishDelivery(refused.code(), refused.reason());
    }

    // ---- messages for a queue

    private void enqueue(PublishPacket packet, String queue, PublishInboundOutput output) {
        if (!client.permits(Access.Action.PUBLISH, queue)) {
            throw new Refused(AckReasonCode.NOT_AUTHORIZED, "not allowed to publish to " + queue);
        }
        Message message = Packets.message(packet);
        int size = message.payload().remaining();
        QueueConfig config = hub.queues().find(queue).orElse(null);
        if (config == null) {
            answerFirst(
                    packet,
                    output,
                    client.perform(() -> hub.create(queue))
                            .thenCompose(created -> hub.publishes().enter(size))
                            .thenCompose(entered -> store(queue, message, size)));
            return;
        }
        boolean isNearlyFull = hub.queues().depth(queue) + hub.arriving(queue).get()
                >= config.limits().maxQueueDepth();
        boolean mayFail = isNearlyFull || hub.queues().storageFailure().isPresent();
        if (mayFail || !hub.publishes().tryEnter(size)) {
            answerFirst(
                    packet, output, hub.publishes().enter(size).thenCompose(entered -> store(queue, message, size)));
            return;
        }
        CompletableFuture<Optional<String>> stored = store(queue, message, size);
        if (stored.isCompletedExceptionally()) {
            answerFirst(packet, output, stored);
        } else {
            answerLater(packet, output, stored);
        }
    }

    private CompletableFuture<Optional<String>> store(String queue, Message message, int size) {
        AtomicInteger arriving = hub.arriving(queue);
        arriving.incrementAndGet();
        return hub.queues().publish(queue, message).handle((result, failure) -> {
            arriving.decrementAndGet();
            hub.publishes().leave(size);
            if (failure != null) {
                throw Refused.of(failure);
            }
            return Optional.empty();
        });
    }

    // ---- settling

    private void settle(PublishPacket packet, Route route, PublishInboundOutput output) {
        if (!client.permits(Access.Action.CONSUME, route.queue())) {
            throw new Refused(AckReasonCode.NOT_AUTHORIZED, "not allowed to consume from " + route.queue());
        }
        Settling.Request request = settling.read(route, packet.getUserProperties());
        if (hub.settlements().tryEnter(0)) {
            if (request.isStale()) {
                answerFirst(packet, output, carryOut(request));
            } else {
                answerLater(packet, output, carryOut(request));
            }
        } else {
            answerFirst(packet, output, hub.settlements().enter(0).thenCompose(entered -> carryOut(request)));
        }
    }

    private CompletableFuture<Optional<String>> carryOut(Settling.Request request) {
        return request.carryOut()
                .whenComplete((late, failure) -> hub.settlements().leave(0));
    }

    // ---- answers

    /** Answers before the next packet of the client is read. */
    private void answerFirst(
            PublishPacket packet, PublishInboundOutput output, CompletableFuture<Optional<String>> answer) {
        Async<PublishInboundOutput> async = output.async(
                PATIENCE, TimeoutFallback.FAILURE, AckReasonCode.UNSPECIFIED_ERROR, "the broker did not answer");
        waits = true;
        CompletableFuture<?> unused = answer.whenComplete((complaint, failure) -> {
            client.taken(packet);
            if (failure != null) {
                refuse(packet, output, failure);
            } else if (complaint.isPresent()) {
                refuse(packet, output, new Refused(AckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, complaint.get()));
            } else {
                output.preventPublishDelivery();
            }
            async.resume();
        });
    }

    /** Lets the client go on, and holds the acknowledgement until the answer is there. */
    private void answerLater(
            PublishPacket packet, PublishInboundOutput output, CompletableFuture<Optional<String>> answer) {
        output.preventPublishDelivery();
        if (packet.getQos() != Qos.AT_MOST_ONCE) {
            unanswered.put(packet.getPacketId(), answer);
        }
    }

    @Override
    public void onOutboundPuback(PubackOutboundInput input, PubackOutboundOutput output) {
        CompletableFuture<Optional<String>> answer =
                unanswered.remove(input.getPubackPacket().getPacketIdentifier());
        if (answer == null) {
            return;
        }
        Consumer<String> tell = reason -> {
            output.getPubackPacket().setReasonCode(AckReasonCode.NO_MATCHING_SUBSCRIBERS);
            output.getPubackPacket().setReasonString(reason);
        };
        if (isGood(answer)) {
            answer.join().ifPresent(tell);
        } else {
            await(answer, tell, output.async(PATIENCE)::resume);
        }
    }

    @Override
    public void onOutboundPubrec(PubrecOutboundInput input, PubrecOutboundOutput output) {
        int packetId = input.getPubrecPacket().getPacketIdentifier();
        if (input.getPubrecPacket().getReasonCode() != AckReasonCode.SUCCESS) {
            return;
        }
        CompletableFuture<Optional<String>> answer = unanswered.remove(packetId);
        if (answer == null && hub.isRefusedQos2(client.id(), packetId)) {
            answer = CompletableFuture.failedFuture(new Refused(
                    AckReasonCode.PACKET_IDENTIFIER_IN_USE,
                    "packet identifier " + packetId + " was refused with QoS 2 in this session; begin a new one"));
        }
        if (answer == null) {
            return;
        }
        Consumer<String> tell = reason -> {
            output.getPubrecPacket().setReasonCode(AckReasonCode.NO_MATCHING_SUBSCRIBERS);
            output.getPubrecPacket().setReasonString(reason);
        };
        if (isGood(answer)) {
            answer.join().ifPresent(tell);
        } else {
            await(answer, tell, output.async(PATIENCE)::resume);
        }
    }

    private static boolean isGood(CompletableFuture<?> answer) {
        return answer.isDone() && !answer.isCompletedExceptionally();
    }

    private void await(CompletableFuture<Optional<String>> answer, Consumer<String> tell, Runnable resume) {
        CompletableFuture<?> unused = answer.whenComplete((complaint, failure) -> {
            if (failure == null) {
                complaint.ifPresent(tell);
                resume.run();
            } else {
                Refused refused = Refused.of(failure);
                LOG.warn("What client {} published could not be stored: {}", client.id(), refused.reason());
                // The acknowledgement goes nowhere once the connection is closed.
                client.disconnect(DisconnectReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, refused.reason(), resume);
            }
        });
    }
}
