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
 * Looks at publishes before HiveMQ's interceptors do, for which HiveMQ hands each of them to another thread: a client
 * has one from its first publish on that is not of an ordinary topic.
 *
 * <p>Reads no further from a client of which too much waits already. HiveMQ reads on whatever its interceptors wait
 * for, and keeps it all in memory. With QoS 0 no receive maximum bounds that, with QoS 1 it bounds the number, not the
 * bytes. QoS 2 is left to the receive maximum.
 *
 * <p>The extension SDK knows nothing of channels. Where the channel cannot be had, nothing is done here.
 */
final class Intake extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final String NAME = "ringway_intake";
    private static final long MOST_BYTES = 512 << 10;
    private static final int OVERHEAD = 256;

    private final Channel channel;
    private final AtomicLong waiting = new AtomicLong();
    private final Runnable sign;
    private volatile boolean isPaused;

    /** For the channel's thread alone. */
    private boolean intercepts;

    private boolean hasOurs;
    private @Nullable Runnable intercept;

    private Intake(Channel channel, Runnable sign) {
        this.channel = channel;
        this.sign = sign;
    }

    /**
     * Looks at a connection that begins; null if it cannot be done.
     *
     * @param sign to be run for each publish that is not intercepted
     */
    static @Nullable Intake of(ConnectionAttributeStore store, Runnable sign) {
        try {
            Field field = store.getClass().getDeclaredField("channel");
            field.setAccessible(true);
            Channel channel = (Channel) field.get(store);
            Intake intake = new Intake(channel, sign);
            channel.pipeline().addBefore(ChannelHandlerNames.INTERCEPTOR_HANDLER, NAME, intake);
            return intake;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("What is read from a client that floods cannot be bounded", e);
            return null;
        }
    }

    /** Says how publishes are intercepted: to be run before the first one goes on that is not of an ordinary topic. */
    synchronized void onOurs(Runnable task) {
        intercept = task;
        if (hasOurs) {
            task.run();
        }
    }

    private synchronized void intercept() {
        hasOurs = true;
        if (intercept != null) {
            intercept.run();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof PUBLISH publish && isIntercepted(publish) && reachesInterceptors(publish)) {
            byte[] payload = publish.getPayload();
            if (waiting.addAndGet(OVERHEAD + (payload == null ? 0L : payload.length)) > MOST_BYTES) {
                isPaused = true;
                channel.config().setAutoRead(false);
                resumeIfRoom(); // it may have been made in between
            }
        }
        context.fireChannelRead(message);
    }

    private boolean isIntercepted(PUBLISH publish) {
        if (!intercepts) {
            if (Route.of(publish.getTopic()).kind() == Route.Kind.PLAIN) {
                sign.run();
                return false;
            }
            intercepts = true;
            intercept();
        }
        return true;
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
