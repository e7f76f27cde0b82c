package io.ringway.benchmarks.broker;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * As much of an MQTT 5 client as a load generator needs: a client library costs more than the broker that it measures.
 * One thread reads, one at a time writes.
 */
final class Mqtt implements AutoCloseable {

    static final int PUBLISH = 3;
    static final int PUBACK = 4;

    private static final int USER_PROPERTY = 0x26;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private ByteBuffer pending = ByteBuffer.allocate(1 << 16);
    private byte[] packet = new byte[1 << 16];

    /** The packet that was read last. */
    ByteBuffer body = ByteBuffer.allocate(0);

    private int header;

    Mqtt(String host, int port, String clientId) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = socket.getOutputStream();
        ByteBuffer connect = ByteBuffer.allocate(1_024);
        text(connect, "MQTT".getBytes(StandardCharsets.UTF_8));
        connect.put((byte) 5).put((byte) 2).putShort((short) 0);
        connect.put((byte) 3).put((byte) 0x21).putShort((short) 65_535);
        text(connect, clientId.getBytes(StandardCharsets.UTF_8));
        begin(0x10, connect.flip().remaining());
        pending.put(connect);
        flush();
        expect(2);
    }

    private void expect(int type) throws IOException {
        if (read() != type) {
            throw new IOException("packet of type " + type + " expected, not " + (header >> 4));
        }
    }

    void subscribe(String filter) throws IOException {
        byte[] name = filter.getBytes(StandardCharsets.UTF_8);
        begin(0x82, 2 + 1 + 2 + name.length + 1);
        pending.putShort((short) 1).put((byte) 0);
        text(pending, name);
        pending.put((byte) 1);
        flush();
        expect(9);
        if (body.get(body.limit() - 1) < 0) {
            throw new IOException("the subscription of " + filter + " was refused");
        }
    }

    /** Appends a PUBLISH with QoS 1; names and values of user properties take turns. */
    void publish(byte[] topic, int packetId, byte[] payload, byte[]... properties) throws IOException {
        int length = 0;
        for (int i = 0; i < properties.length; i += 2) {
            length += 1 + 2 + properties[i].length + 2 + properties[i + 1].length;
        }
        begin(0x32, 2 + topic.length + 2 + size(length) + length + payload.length);
        text(pending, topic);
        pending.putShort((short) packetId);
        number(length);
        for (int i = 0; i < properties.length; i += 2) {
            pending.put((byte) USER_PROPERTY);
            text(pending, properties[i]);
            text(pending, properties[i + 1]);
        }
        pending.put(payload);
    }

    void puback(int packetId) throws IOException {
        begin(0x40, 2);
        pending.putShort((short) packetId);
    }

    private void begin(int first, int length) throws IOException {
        if (pending.remaining() < length + 5) {
            flush();
            if (pending.capacity() < length + 5) {
                pending = ByteBuffer.allocate(length + 5);
            }
        }
        pending.put((byte) first);
        number(length);
    }

    private static int size(int number) {
        return number < 1 << 7 ? 1 : number < 1 << 14 ? 2 : 3;
    }

    private void number(int number) {
        int rest = number;
        while (rest >= 1 << 7) {
            pending.put((byte) (rest | 1 << 7));
            rest >>>= 7;
        }
        pending.put((byte) rest);
    }

    private static void text(ByteBuffer buffer, byte[] bytes) {
        buffer.putShort((short) bytes.length).put(bytes);
    }

    void flush() throws IOException {
        out.write(pending.array(), 0, pending.position());
        pending.clear();
    }

    /** Reads a packet and returns its type; waits for it. */
    int read() throws IOException {
        header = in.readUnsignedByte();
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 127) << shift;
            shift += 7;
        } while (next > 127);
        if (packet.length < length) {
            packet = new byte[length];
        }
        in.readFully(packet, 0, length);
        body = ByteBuffer.wrap(packet, 0, length);
        return header >> 4;
    }

    /** Tells whether a packet can be read, at least its beginning, without waiting. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /** The number of a varint in the body. */
    int varint() {
        int number = 0;
        int shift = 0;
        int next;
        do {
            next = body.get();
            number |= (next & 127) << shift;
            shift += 7;
        } while (next < 0);
        return number;
    }

    /** A text of the body. */
    byte[] bytes() {
        byte[] bytes = new byte[body.getShort() & 0xFFFF];
        body.get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
