package io.ringway.broker.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.extensions.client.parameter.ConnectionAttributeStoreImpl;
import com.hivemq.extensions.packets.publish.PublishPacketImpl;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.publish.PUBLISHFactory;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final int PAYLOAD = 100 << 10;

    private static PUBLISH publish(QoS qos, boolean duplicate) {
        return publish("$queue/x", qos, duplicate);
    }

    private static PUBLISH publish(String topic, QoS qos, boolean duplicate) {
        return new PUBLISHFactory.Mqtt5Builder()
                .withHivemqId("id")
                .withTopic(topic)
                .withQoS(qos)
                .withOnwardQos(qos)
                .withPacketIdentifier(qos == QoS.AT_MOST_ONCE ? 0 : 7)
                .withDuplicateDelivery(duplicate)
                .withPayload(new byte[PAYLOAD])
                .build();
    }

    private static Intake intake(EmbeddedChannel channel) {
        channel.pipeline().addLast(ChannelHandlerNames.INTERCEPTOR_HANDLER, new ChannelInboundHandlerAdapter());
        // If HiveMQ hides the channel in another way, this is where it shows.
        Intake intake = Intake.of(new ConnectionAttributeStoreImpl(channel), () -> {});
        assertThat(intake).isNotNull();
        return intake;
    }

    /** HiveMQ itself answers what it has already: nobody would tell that it waits no more. */
    @Test
    void whatIsSentAgainDoesNotHoldUpTheClient() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Intake intake = intake(channel);
        for (int i = 0; i < 20; i++) {
            channel.writeInbound(publish(QoS.AT_LEAST_ONCE, true), publish(QoS.EXACTLY_ONCE, false));
        }
        assertThat(channel.config().isAutoRead()).isTrue();
        for (int i = 0; i < 20; i++) { // those that were new to HiveMQ all the same
            intake.taken(packet(QoS.AT_LEAST_ONCE, true));
            intake.taken(packet(QoS.EXACTLY_ONCE, false));
        }
        for (int i = 0; i < 6; i++) {
            channel.writeInbound(publish(QoS.AT_LEAST_ONCE, false));
        }
        assertThat(channel.config().isAutoRead()).isFalse();
    }

    /** Each costs two changes of the thread, which clients of ordinary topics are spared. */
    @Test
    void publishesAreInterceptedFromTheFirstOneOnThatIsOurs() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(ChannelHandlerNames.INTERCEPTOR_HANDLER, new ChannelInboundHandlerAdapter());
        AtomicInteger signs = new AtomicInteger();
        List<Integer> before = new ArrayList<>();
        Intake intake = Intake.of(new ConnectionAttributeStoreImpl(channel), signs::incrementAndGet);
        assertThat(intake).isNotNull();
        intake.onOurs(() -> before.add(channel.inboundMessages().size()));
        for (int i = 0; i < 10; i++) {
            channel.writeInbound(
                    publish("plain", QoS.AT_LEAST_ONCE, false), publish("$SYS/x", QoS.AT_LEAST_ONCE, false));
        }
        assertThat(signs).hasValue(20);
        assertThat(before).isEmpty();
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.writeInbound(publish("$admin/x", QoS.EXACTLY_ONCE, false), publish("plain", QoS.AT_LEAST_ONCE, false));
        assertThat(before).containsExactly(20); // before it went on, and once
        assertThat(signs).hasValue(20);
    }

    /** HiveMQ initializes a client on another thread than that which reads from it. */
    @Test
    void publishesAreInterceptedAlsoIfTheFirstOneIsThereEarly() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Intake intake = intake(channel);
        channel.writeInbound(publish(QoS.AT_LEAST_ONCE, false));
        AtomicInteger times = new AtomicInteger();
        intake.onOurs(times::incrementAndGet);
        channel.writeInbound(publish(QoS.AT_LEAST_ONCE, false));
        assertThat(times).hasValue(1);
    }

    private static PublishPacketImpl packet(QoS qos, boolean duplicate) {
        return new PublishPacketImpl(publish(qos, duplicate));
    }

    @Test
    void readsNoFurtherWhileTooMuchWaits() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Intake intake = intake(channel);
        for (int i = 0; i < 5; i++) {
            channel.writeInbound(publish(QoS.AT_MOST_ONCE, false));
            assertThat(channel.config().isAutoRead()).isTrue();
        }
        channel.writeInbound(publish(QoS.AT_MOST_ONCE, false));
        assertThat(channel.config().isAutoRead()).isFalse();
        // What was read before is not lost, and a little room is no reason to go on.
        assertThat(channel.inboundMessages()).hasSize(6);
        for (int i = 0; i < 3; i++) {
            intake.taken(packet(QoS.AT_MOST_ONCE, false));
            assertThat(channel.config().isAutoRead()).isFalse();
        }
        intake.taken(packet(QoS.AT_MOST_ONCE, false));
        assertThat(channel.config().isAutoRead()).isTrue();
    }
}
