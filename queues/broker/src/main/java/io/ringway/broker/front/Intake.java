package io.ringway.broker.front;

import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionAttributeStore;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.publish.PUBLISH;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads no further from a client of which too much waits already. HiveMQ reads on whatever its interceptors wait for,
 * and keeps it all in memory. With QoS 0 no receive maximum bounds that, with QoS 1 it bounds the number, not the
 * bytes. QoS 2 is left to the receive maximum.
 *
 * <p>The extension SDK knows nothing of channels. Where the channel cannot be had, nothing is bounded here.
 */
final class Intake extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final String NAME = "ringway_intake";
    private static final long MOST_BYTES = 512 << 10;
    private static final int OVERHEAD = 256;

    private final Channel channel;
    private final AtomicLong waiting = new AtomicLong();
    private volatile boolean isPaused;

    private Intake(Channel channel) {
        this.channel = channel;
    }

    /** Bounds what is read from a connection that begins; null if it cannot be done. */
    static @Nullable Intake of(ConnectionAttributeStore store) {
        try {
            Field field = store.getClass().getDeclaredField("channel");
            field.setAccessible(true);
            Channel channel = (Channel) field.get(store);
            Intake intake = new Intake(channel);
            channel.pipeline().addBefore(ChannelHandlerNames.INTERCEPTOR_HANDLER, NAME, intake);
            return intake;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("What is read from a client that floods cannot be bounded", e);
            return null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof PUBLISH publish && reachesInterceptors(publish)) {
            byte[] payload = publish.getPayload();
            if (waiting.addAndGet(OVERHEAD + (payload == null ? 0L : payload.length)) > MOST_BYTES) {
                isPaused = true;
                channel.config().setAutoRead(false);
                resumeIfRoom(); // it may have been made in between
            }
        }
        context.fireChannelRead(message);
    }

    /** HiveMQ answers or drops a packet that it has already, without asking anybody: it must not count for ever. */
    private static boolean reachesInterceptors(PUBLISH publish) {
        return publish.getQoS() != QoS.EXACTLY_ONCE && !publish.isDuplicateDelivery();
    }

    /** Tells that a publish waits no more. */
    void taken(PublishPacket packet) {
        if (packet.getQos() == Qos.EXACTLY_ONCE || packet.getDupFlag()) {
            return;
        }
        int payload = packet.getPayload().map(ByteBuffer::remaining).orElse(0);
        waiting.addAndGet(-OVERHEAD - payload);
        if (isPaused) {
            resumeIfRoom();
        }
    }

    private void resumeIfRoom() {
        if (waiting.get() <= MOST_BYTES / 2) {
            isPaused = false;
            channel.config().setAutoRead(true);
        }
    }
}
