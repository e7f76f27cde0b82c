package io.ringway.broker.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.extensions.client.parameter.ConnectionAttributeStoreImpl;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.publish.PUBLISHFactory;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final int PAYLOAD = 100 << 10;

    private static PUBLISH publish() {
        return new PUBLISHFactory.Mqtt5Builder()
                .withHivemqId("id")
                .withTopic("$queue/x")
                .withQoS(QoS.AT_MOST_ONCE)
                .withOnwardQos(QoS.AT_MOST_ONCE)
                .withPayload(new byte[PAYLOAD])
                .build();
    }

    @Test
    void readsNoFurtherWhileTooMuchWaits() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(ChannelHandlerNames.INTERCEPTOR_HANDLER, new ChannelInboundHandlerAdapter());
        // If HiveMQ hides the channel in another way, this is where it shows.
        Intake intake = Intake.of(new ConnectionAttributeStoreImpl(channel));
        assertThat(intake).isNotNull();
        for (int i = 0; i < 5; i++) {
            channel.writeInbound(publish());
            assertThat(channel.config().isAutoRead()).isTrue();
        }
        channel.writeInbound(publish());
        assertThat(channel.config().isAutoRead()).isFalse();
        // What was read before is not lost, and a little room is no reason to go on.
        assertThat(channel.inboundMessages()).hasSize(6);
        for (int i = 0; i < 3; i++) {
            intake.taken(PAYLOAD);
            assertThat(channel.config().isAutoRead()).isFalse();
        }
        intake.taken(PAYLOAD);
        assertThat(channel.config().isAutoRead()).isTrue();
    }
}
