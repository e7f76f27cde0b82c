package io.ringway.broker.front;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A client of MQTT 5 that does as it likes, and costs no threads. */
final class RawMqtt implements AutoCloseable {

    static final int CONNACK = 2;
    static final int PUBACK = 4;
    static final int DISCONNECT = 14;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** A packet that came in: its type, and what follows the fixed header. */
    record Packet(int type, ByteBuffer body) {}

    /** Opens the connection, without a packet. */
    RawMqtt(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Connects with a clean session and without a keep-alive; returns whether the broker takes the client. */
    boolean connect(String id) throws IOException {
        try {
            send(packet(0x10, body -> {
                body.writeUTF("MQTT");
                body.writeByte(5);
                body.writeByte(0x02);
                body.writeShort(0);
                body.writeByte(0);
                body.writeUTF(id);
            }));
            Packet answer = read();
            return answer != null && answer.type() == CONNACK && answer.body().get(1) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    void send(byte[] packet) throws IOException {
        out.write(packet);
        out.flush();
    }

    /** The next packet; null if the broker has closed the connection. */
    Packet read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = 0;
        int digit;
        int shift = 0;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 0x7f) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0);
        return new Packet(first >> 4, ByteBuffer.wrap(in.readNBytes(length)));
    }

    static byte[] publish(int qos, String topic, int packetId, byte[] payload) throws IOException {
        return packet(0x30 | qos << 1, body -> {
            body.writeUTF(topic);
            if (qos > 0) {
                body.writeShort(packetId);
            }
            body.writeByte(0);
            body.write(payload);
        });
    }

    private interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static byte[] packet(int first, Body body) throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(rest));
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int length = rest.size();
        do {
            packet.write(length > 0x7f ? (length & 0x7f) | 0x80 : length);
            length >>= 7;
        } while (length > 0);
        rest.writeTo(packet);
        return packet.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
