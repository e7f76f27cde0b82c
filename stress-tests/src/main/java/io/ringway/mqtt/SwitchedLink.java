package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection that comes and goes. What is under way when it goes has failed; nothing arrives before it says so. */
final class SwitchedLink implements Link {

    private record Packet(String topic, CompletableFuture<Object> acknowledgement) {}

    private final Queue<Packet> underWay = new ArrayDeque<>();
    private String arrived = "";
    private volatile @Nullable Connection connection;

    synchronized void connect() {
        connection = new Connection(new Object(), 65_535, LARGEST_PACKET);
    }

    void lose() {
        List<Packet> lost;
        synchronized (this) {
            connection = null;
            lost = List.copyOf(underWay);
            underWay.clear();
        }
        // Outside of the lock, as a client does: who hears of it publishes the next one.
        lost.forEach(packet -> packet.acknowledgement.completeExceptionally(lost()));
    }

    /** Acknowledges what is under way. */
    void acknowledge() {
        List<Packet> acknowledged;
        synchronized (this) {
            acknowledged = List.copyOf(underWay);
            underWay.clear();
            acknowledged.forEach(packet -> arrived += packet.topic);
        }
        acknowledged.forEach(packet -> packet.acknowledgement.complete(packet.topic));
    }

    /** Returns the topics of what arrived. */
    synchronized String arrived() {
        return arrived;
    }

    @Override
    public @Nullable Connection connection() {
        return connection;
    }

    @Override
    public synchronized CompletableFuture<?> publish(String topic, byte[] payload, MqttQos qos) {
        if (connection == null) {
            return CompletableFuture.failedFuture(lost());
        }
        Packet packet = new Packet(topic, new CompletableFuture<>());
        underWay.add(packet);
        return packet.acknowledgement;
    }

    @Override
    public CompletableFuture<?> disconnect() {
        lose();
        return CompletableFuture.completedFuture("disconnected");
    }

    private static IOException lost() {
        return new IOException("the connection is lost");
    }
}
