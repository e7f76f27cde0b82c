package io.ringway.durable;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The form of batches and commands in the log; all numbers are big-endian.
 *
 * <pre>
 * batch    version (1 byte, {@value #VERSION}), commands; the first is a tick
 * command  length of what follows (4 bytes), type (1 byte), body
 * text     length in bytes (2 bytes), UTF-8
 * </pre>
 *
 * The body of a publish: queue (4 bytes), hash of the key (4), flags (1), priority (1); if flagged: time or delay (8),
 * time to live (8), key (text), de-duplication id (text), properties (count in 2 bytes, names and values as texts);
 * payload; CRC32C of everything from the type on (4). The state machine keeps where the command is in the log; a
 * delivery reads it there.
 */
final class Wire {

    static final byte VERSION = 1;

    static final byte TICK = 1;
    static final byte PUBLISH = 2;
    static final byte SETTLE = 3;
    static final byte CREATE = 4;
    static final byte UPDATE = 5;
    static final byte DELETE = 6;
    static final byte PURGE = 7;
    static final byte SUBSCRIBE = 8;
    static final byte LEAVE = 9;
    static final byte DELETE_GROUP = 10;
    static final byte RETRY_DEAD_LETTER = 11;
    static final byte RELOCATE = 12;
    static final byte RESTART = 13;

    static final byte ACK = 0;
    static final byte NACK = 1;
    static final byte REJECT = 2;
    static final byte EXTEND = 3;

    /** How a consumer leaves. */
    static final byte CLOSE = 0;

    static final byte DISCONNECT = 1;
    static final byte DRAIN = 2;
    static final byte LOST = 3;

    static final int KEY = 1;
    static final int DEDUP = 2;
    static final int PROPERTIES = 4;
    static final int DELIVER_AT = 8;
    static final int DELAY = 16;
    static final int TTL = 32;

    /** Bytes of a publish besides what it carries: length, type, queue, hash, flags, priority, checksum. */
    static final int PUBLISH_OVERHEAD = 4 + 1 + 4 + 4 + 1 + 1 + 4;

    private static final int LONGEST_TEXT = 0xFFFF;
    private static final int LONGEST_NAME = 1_024;

    private Wire() {}

    /** Writes the body of a command. */
    @FunctionalInterface
    interface Body {
        void write(DataOutput out) throws IOException;
    }

    static byte[] command(byte type, Body body) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(0);
            out.writeByte(type);
            body.write(out);
            byte[] command = bytes.toByteArray();
            ByteBuffer.wrap(command).putInt(0, command.length - 4);
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] publish(int queue, Message message) {
        byte[] payload = message.payloadArray();
        byte @Nullable [] key = name("key", message.key());
        byte @Nullable [] dedup = name("dedupId", message.dedupId());
        Instant deliverAt = message.deliverAt();
        Duration delay = message.delay();
        Duration ttl = message.timeToLive();
        List<Property> properties = message.properties();
        int flags = (key == null ? 0 : KEY)
                | (dedup == null ? 0 : DEDUP)
                | (properties.isEmpty() ? 0 : PROPERTIES)
                | (deliverAt == null ? 0 : DELIVER_AT)
                | (delay == null ? 0 : DELAY)
                | (ttl == null ? 0 : TTL);
        byte[][] texts = new byte[properties.size() * 2][];
        int size = PUBLISH_OVERHEAD + payload.length;
        size += (key == null ? 0 : 2 + key.length) + (dedup == null ? 0 : 2 + dedup.length);
        size += (deliverAt == null && delay == null ? 0 : 8) + (ttl == null ? 0 : 8);
        if (!properties.isEmpty()) {
            if (properties.size() > LONGEST_TEXT) {
                throw new InvalidRequestException("a message has at most 65535 properties: " + properties.size());
            }
            size += 2;
            for (int i = 0; i < properties.size(); i++) {
                texts[2 * i] = text("a property's name", properties.get(i).name(), LONGEST_TEXT);
                texts[2 * i + 1] = text("a property's value", properties.get(i).value(), LONGEST_TEXT);
                size = Math.addExact(size, 4 + texts[2 * i].length + texts[2 * i + 1].length);
            }
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(size - 4);
        out.put(PUBLISH);
        out.putInt(queue);
        out.putInt(key == null ? 0 : hash(key));
        out.put((byte) flags);
        out.put((byte) message.priority());
        if (deliverAt != null) {
            out.putLong(deliverAt.toEpochMilli());
        }
        if (delay != null) {
            out.putLong(delay.toMillis());
        }
        if (ttl != null) {
            out.putLong(ttl.toMillis());
        }
        if (key != null) {
            put(out, key);
        }
        if (dedup != null) {
            put(out, dedup);
        }
        if (!properties.isEmpty()) {
            out.putShort((short) properties.size());
            for (byte[] text : texts) {
                put(out, text);
            }
        }
        out.put(payload);
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 4, size - 8);
        out.putInt((int) crc.getValue());
        return out.array();
    }

    /** Whether a record that was read back is what was written. */
    static boolean isIntact(byte[] record) {
        if (record.length < PUBLISH_OVERHEAD) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(record);
        CRC32C crc = new CRC32C();
        crc.update(record, 4, record.length - 8);
        return in.getInt(0) == record.length - 4 && in.getInt(record.length - 4) == (int) crc.getValue();
    }

    private static byte @Nullable [] name(String what, @Nullable String text) {
        return text == null ? null : text(what, text, LONGEST_NAME);
    }

    static byte[] text(String what, String text, int longest) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > longest) {
            throw new InvalidRequestException(what + " has at most " + longest + " bytes: " + bytes.length);
        }
        return bytes;
    }

    private static void put(ByteBuffer out, byte[] text) {
        out.putShort((short) text.length);
        out.put(text);
    }

    static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort() & 0xFFFF];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static void skipText(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        in.position(in.position() + length);
    }

    /** FNV-1a with the finish of MurmurHash3, never 0: which partition a key is in must not change for ever. */
    static int hash(byte[] key) {
        int hash = 0x811C9DC5;
        for (byte b : key) {
            hash = (hash ^ (b & 0xFF)) * 0x01000193;
        }
        hash ^= hash >>> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >>> 13;
        hash *= 0xC2B2AE35;
        hash ^= hash >>> 16;
        return hash == 0 ? 1 : hash;
    }

    static void writeConfig(DataOutput out, QueueConfig config) throws IOException {
        out.writeUTF(config.name());
        out.writeInt(config.partitions());
        out.writeUTF(config.ordering().name());
        RetryPolicy retry = config.retryPolicy();
        out.writeInt(retry.maxRetries());
        out.writeLong(retry.initialBackoff().toMillis());
        out.writeLong(retry.maxBackoff().toMillis());
        out.writeDouble(retry.backoffMultiplier());
        out.writeLong(retry.totalTimeout().toMillis());
        DlqConfig dlq = config.dlqConfig();
        out.writeBoolean(dlq.enabled());
        out.writeUTF(dlq.topic());
        URI webhook = dlq.alertWebhook();
        out.writeUTF(webhook == null ? "" : webhook.toString());
        Limits limits = config.limits();
        out.writeInt(limits.maxMessageSize());
        out.writeInt(limits.maxQueueDepth());
        out.writeLong(limits.messageTtl().toMillis());
        out.writeLong(config.performance().deliveryTimeout().toMillis());
        out.writeInt(config.performance().batchSize());
        out.writeUTF(config.durability().name());
        out.writeLong(config.dedupWindow().toMillis());
    }

    static QueueConfig readConfig(DataInput in) throws IOException {
        QueueConfig.Builder builder = QueueConfig.builder(in.readUTF())
                .partitions(in.readInt())
                .ordering(Ordering.valueOf(in.readUTF()))
                .retryPolicy(new RetryPolicy(
                        in.readInt(),
                        Duration.ofMillis(in.readLong()),
                        Duration.ofMillis(in.readLong()),
                        in.readDouble(),
                        Duration.ofMillis(in.readLong())));
        boolean enabled = in.readBoolean();
        String topic = in.readUTF();
        String webhook = in.readUTF();
        return builder.dlqConfig(new DlqConfig(enabled, topic, webhook.isEmpty() ? null : URI.create(webhook)))
                .limits(new Limits(in.readInt(), in.readInt(), Duration.ofMillis(in.readLong())))
                .performance(new Performance(Duration.ofMillis(in.readLong()), in.readInt()))
                .durability(Durability.valueOf(in.readUTF()))
                .dedupWindow(Duration.ofMillis(in.readLong()))
                .build();
    }
}
