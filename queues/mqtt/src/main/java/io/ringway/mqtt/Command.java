package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.ringway.mqtt.Link.Connection;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command from {@link CommandQueue#publish} to its outcome. Guarded by the lock of its queue. */
final class Command {
    /** As {@link #number}: it is in memory alone. */
    static final long NOT_ON_DISK = -1;

    private static final byte VERSION = 1;

    /**
     * Ascends from command to command, over restarts too; in thousandths of {@link #queuedAt} where the clock allows.
     */
    final long order;

    final String topic;
    final byte[] payload;
    final MqttQos qos;

    /** The time of queueing in milliseconds since 1970-01-01 UTC. */
    final long queuedAt;

    /** What the sender holds; told once. */
    final CompletableFuture<CommandOutcome> outcome = new CompletableFuture<>();

    @Nullable
    Connection connection;

    @Nullable
    CompletableFuture<?> acknowledgement;

    long number = NOT_ON_DISK;
    boolean wasQueued;
    boolean cleared;

    Command(long order, String topic, byte[] payload, MqttQos qos, long queuedAt) {
        this.order = order;
        this.topic = topic;
        this.payload = payload;
        this.qos = qos;
        this.queuedAt = queuedAt;
    }

    boolean isUnderWay() {
        return acknowledgement != null;
    }

    byte[] encode() {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + 8 + 8 + 1 + 4 + name.length + payload.length)
                .put(VERSION)
                .putLong(order)
                .putLong(queuedAt)
                .put((byte) qos.getCode())
                .putInt(name.length)
                .put(name)
                .put(payload)
                .array();
    }

    /** Reads a record. Returns {@code null} if these bytes are no record of this version. */
    static @Nullable Command decode(ByteBuffer in) {
        try {
            if (in.get() != VERSION) {
                return null;
            }
            long order = in.getLong();
            long queuedAt = in.getLong();
            MqttQos qos = MqttQos.fromCode(in.get());
            int length = in.getInt();
            if (qos == null || length < 0 || length > in.remaining()) {
                return null;
            }
            byte[] name = new byte[length];
            in.get(name);
            byte[] payload = new byte[in.remaining()];
            in.get(payload);
            return new Command(order, new String(name, StandardCharsets.UTF_8), payload, qos, queuedAt);
        } catch (BufferUnderflowException e) {
            return null;
        }
    }
}
