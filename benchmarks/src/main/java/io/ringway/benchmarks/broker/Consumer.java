package io.ringway.benchmarks.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client that receives, and settles by {@code $ack} what comes from a durable queue. */
final class Consumer {

    private final Mqtt client;
    private final byte[] ack;
    private final byte[] group;
    private final boolean isQueue;
    private final int ackBatch;

    /** Is told of what comes. */
    interface Listener {

        /**
         * A message has come.
         *
         * @param partition of the queue; empty on an ordinary topic
         * @param body the packet
         * @param payload where in the packet the payload begins
         */
        void received(String partition, ByteBuffer body, int payload);
    }

    /** Subscribes; the group is the client's id up to its last hyphen, which is the broker's default. */
    Consumer(Mqtt client, String topic, String group, int ackBatch) throws IOException {
        this.client = client;
        this.group = utf8(group);
        this.ackBatch = ackBatch;
        isQueue = isQueue(topic);
        ack = utf8(topic + "/$ack");
        client.subscribe(topic);
    }

    static boolean isQueue(String topic) {
        return topic.startsWith("$queue/");
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Receives for ever. */
    void run(Listener listener) throws IOException {
        byte[] messageId = utf8("message-id");
        byte[] groupId = utf8("group-id");
        byte[] leaseId = utf8("lease");
        StringBuilder ids = new StringBuilder();
        StringBuilder leases = new StringBuilder();
        int held = 0;
        int packetId = 0;
        while (true) {
            if (client.read() == Mqtt.PUBLISH) {
                client.bytes();
                int received = client.body.getShort() & 0xFFFF;
                client.puback(received);
                int properties = client.varint();
                int end = client.body.position() + properties;
                String id = "";
                String lease = "";
                String partition = "";
                while (client.body.position() < end) {
                    if (client.body.get() != 0x26) {
                        throw new IOException("a property that this client does not know");
                    }
                    String name = new String(client.bytes(), StandardCharsets.UTF_8);
                    byte[] value = client.bytes();
                    switch (name) {
                        case "message-id" -> id = new String(value, StandardCharsets.UTF_8);
                        case "lease" -> lease = new String(value, StandardCharsets.UTF_8);
                        case "partition" -> partition = new String(value, StandardCharsets.UTF_8);
                        default -> {}
                    }
                }
                listener.received(partition, client.body, end);
                if (isQueue) {
                    ids.append(held == 0 ? "" : ",").append(id);
                    leases.append(held == 0 ? "" : ",").append(lease);
                    held++;
                }
            }
            boolean hasMore = client.hasMore();
            if (held > 0 && (held == ackBatch || !hasMore)) {
                packetId = packetId == 65_535 ? 1 : packetId + 1;
                client.publish(
                        ack,
                        packetId,
                        new byte[0],
                        messageId,
                        utf8(ids.toString()),
                        groupId,
                        group,
                        leaseId,
                        utf8(leases.toString()));
                ids.setLength(0);
                leases.setLength(0);
                held = 0;
            }
            if (!hasMore) {
                client.flush();
            }
        }
    }
}
