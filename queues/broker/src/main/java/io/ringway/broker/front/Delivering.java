package io.ringway.broker.front;

import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.interceptor.puback.PubackInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackInboundInput;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundOutput;
import com.hivemq.extension.sdk.api.interceptor.pubrec.PubrecInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.pubrec.parameter.PubrecInboundInput;
import com.hivemq.extension.sdk.api.interceptor.pubrec.parameter.PubrecInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.ringway.broker.front.Leases.Held;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries on their way to a consumer: those whose lease has ended while they waited in HiveMQ are dropped. For a
 * client of MQTT 3.1.1, which has no user properties, the acknowledgement of the packet settles the delivery.
 */
final class Delivering implements PublishOutboundInterceptor, PubackInboundInterceptor, PubrecInboundInterceptor {

    private final Hub hub;
    private final Client client;
    private final Map<Integer, Held> sent = new ConcurrentHashMap<>();

    Delivering(Hub hub, Client client, ClientContext context) {
        this.hub = hub;
        this.client = client;
        context.addPublishOutboundInterceptor(this);
        if (!client.isMqtt5()) {
            context.addPubackInboundInterceptor(this);
            context.addPubrecInboundInterceptor(this);
        }
    }

    @Override
    public void onOutboundPublish(PublishOutboundInput input, PublishOutboundOutput output) {
        PublishPacket packet = input.getPublishPacket();
        if (Route.of(packet.getTopic()).kind() != Route.Kind.QUEUE) {
            return;
        }
        Member member = client.member(packet.getTopic());
        if (member != null) {
            member.sent();
        }
        Optional<String> token = packet.getUserProperties().getFirst(Packets.LEASE);
        Held lease = token.isEmpty() ? null : hub.leases().find(Long.parseLong(token.get()));
        if (lease == null) {
            output.preventPublishDelivery();
        } else if (!client.isMqtt5()) {
            if (packet.getQos() == Qos.AT_MOST_ONCE) {
                acknowledge(lease);
            } else {
                sent.put(packet.getPacketId(), lease);
            }
        }
    }

    @Override
    public void onInboundPuback(PubackInboundInput input, PubackInboundOutput output) {
        acknowledge(sent.remove(input.getPubackPacket().getPacketIdentifier()));
    }

    @Override
    public void onInboundPubrec(PubrecInboundInput input, PubrecInboundOutput output) {
        acknowledge(sent.remove(input.getPubrecPacket().getPacketIdentifier()));
    }

    private void acknowledge(@Nullable Held lease) {
        if (lease != null && hub.leases().remove(lease)) {
            CompletableFuture<Void> unused = hub.settlements()
                    .enter(0)
                    .thenCompose(entered -> lease.delivery().ack())
                    .whenComplete((acknowledged, failure) -> hub.settlements().leave(0));
        }
    }
}
