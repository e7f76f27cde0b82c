package io.ringway.broker.front;

import com.hivemq.extension.sdk.api.packets.general.UserProperties;
import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PayloadFormatIndicator;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.builder.PublishBuilder;
import com.hivemq.extension.sdk.api.services.publish.Publish;
import io.ringway.durable.DeadLetterOrigin;
import io.ringway.durable.Delivery;
import io.ringway.durable.Message;
import io.ringway.durable.Property;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a PUBLISH into a message of the engine, and a delivery into a PUBLISH. */
final class Packets {

    static final String MESSAGE_ID = "message-id";
    static final String GROUP_ID = "group-id";
    static final String LEASE = "lease";

    private static final String PARTITION_KEY = "partition-key";

    /** What the publisher gives in MQTT's own fields travels under these names; a publisher cannot use them. */
    private static final String OWN = "$mqtt/";

    private static final String CONTENT_TYPE = OWN + "content-type";
    private static final String PAYLOAD_FORMAT = OWN + "payload-format";
    private static final String RESPONSE_TOPIC = OWN + "response-topic";
    private static final String CORRELATION_DATA = OWN + "correlation-data";
    private static final String EXPIRY = OWN + "message-expiry";

    /** A hundred years; HiveMQ says "none" with a number beyond them. */
    private static final long LONGEST_EXPIRY = 36_525L * 24 * 3_600;

    /** A delivery has each of these once: a publisher's own property of the name is not passed on. */
    private static final Set<String> OF_DELIVERY = Set.of(
            MESSAGE_ID,
            GROUP_ID,
            "queue",
            "partition",
            "offset",
            "attempt",
            LEASE,
            PARTITION_KEY,
            "dlq-queue",
            "dlq-message-id",
            "dlq-group",
            "dlq-reason",
            "dlq-detail",
            "dlq-attempts",
            "dlq-time");

    private Packets() {}

    static byte[] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /**
     * Reads a message.
     *
     * @throws Refused if a property makes no sense
     */
    static Message message(PublishPacket packet) {
        Message.Builder message = Message.builder(bytes(packet.getPayload().orElse(null)));
        String seen = "";
        for (UserProperty property : packet.getUserProperties().asList()) {
            String name = property.getName();
            String value = property.getValue();
            switch (name) {
                case PARTITION_KEY -> message.key(value);
                case "dedup-id" -> message.dedupId(value);
                case "priority" -> message.priority((int) number(name, value, 0, Message.HIGHEST_PRIORITY));
                case "deliver-at" -> message.deliverAt(instant(name, value));
                case "delay" -> message.delay(duration(name, value));
                default -> {
                    if (name.startsWith(OWN)) {
                        throw bad(name, value, "a name that does not begin with " + OWN);
                    }
                    message.property(name, value);
                    continue;
                }
            }
            if (seen.contains(name + "\n")) {
                throw bad(name, value, "given once");
            }
            seen += name + "\n";
        }
        packet.getMessageExpiryInterval()
                .filter(seconds -> seconds <= LONGEST_EXPIRY)
                .ifPresent(seconds -> {
                    // Zero has expired on arrival; the engine's shortest life is a millisecond.
                    message.timeToLive(seconds == 0 ? Duration.ofMillis(1) : Duration.ofSeconds(seconds));
                    message.property(EXPIRY, Long.toString(seconds));
                });
        packet.getContentType().ifPresent(type -> message.property(CONTENT_TYPE, type));
        packet.getPayloadFormatIndicator().ifPresent(format -> message.property(PAYLOAD_FORMAT, format.name()));
        packet.getResponseTopic().ifPresent(topic -> message.property(RESPONSE_TOPIC, topic));
        packet.getCorrelationData()
                .ifPresent(data ->
                        message.property(CORRELATION_DATA, Base64.getEncoder().encodeToString(bytes(data))));
        return message.build();
    }

    /** Writes a delivery. Its QoS is that of the subscription. */
    static Publish publish(Delivery delivery) {
        PublishBuilder publish = Builders.publish()
                .topic(delivery.queue())
                .qos(com.hivemq.extension.sdk.api.packets.general.Qos.EXACTLY_ONCE)
                .payload(delivery.payload())
                .userProperty(MESSAGE_ID, delivery.messageId())
                .userProperty(GROUP_ID, delivery.group())
                .userProperty("queue", delivery.queue())
                .userProperty("partition", Integer.toString(delivery.partition()))
                .userProperty("offset", Long.toString(delivery.offset()))
                .userProperty("attempt", Integer.toString(delivery.attempt()))
                .userProperty(LEASE, Long.toString(delivery.lease()));
        String key = delivery.key();
        if (key != null) {
            publish.userProperty(PARTITION_KEY, key);
        }
        DeadLetterOrigin dead = delivery.deadLetter();
        if (dead != null) {
            publish.userProperty("dlq-queue", dead.queue())
                    .userProperty("dlq-message-id", dead.messageId())
                    .userProperty("dlq-group", dead.group())
                    .userProperty("dlq-reason", dead.reason().name().toLowerCase(Locale.ROOT))
                    .userProperty("dlq-detail", dead.detail())
                    .userProperty("dlq-attempts", Integer.toString(dead.attempts()))
                    .userProperty("dlq-time", dead.time().toString());
        }
        for (Property property : delivery.properties()) {
            String value = property.value();
            switch (property.name()) {
                case CONTENT_TYPE -> publish.contentType(value);
                case PAYLOAD_FORMAT -> publish.payloadFormatIndicator(PayloadFormatIndicator.valueOf(value));
                case RESPONSE_TOPIC -> publish.responseTopic(value);
                case CORRELATION_DATA ->
                    publish.correlationData(ByteBuffer.wrap(Base64.getDecoder().decode(value)));
                case EXPIRY -> publish.messageExpiryInterval(left(Long.parseLong(value), delivery.publishTime()));
                default -> {
                    if (!OF_DELIVERY.contains(property.name())) {
                        publish.userProperty(property.name(), value);
                    }
                }
            }
        }
        return publish.build();
    }

    private static long left(long seconds, Instant since) {
        long gone = Duration.between(since, Instant.now()).toSeconds();
        return Math.max(1, Math.min(seconds, seconds - gone));
    }

    /** The only value of a property; null if it is not there. */
    static @Nullable String one(UserProperties properties, String name) {
        var values = properties.getAllForName(name);
        if (values.size() > 1) {
            throw bad(name, String.join(", ", values), "given once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    static long number(String name, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw bad(name, value, "a number from " + least + " to " + most);
    }

    static Duration duration(String name, String value) {
        Duration duration = Times.duration(value);
        if (duration == null || duration.isNegative()) {
            throw bad(name, value, "a duration such as 500ms, 5s, 5m, 3h or PT5S");
        }
        return duration;
    }

    static Instant instant(String name, String value) {
        Instant instant = Times.instant(value);
        if (instant == null) {
            throw bad(name, value, "a time such as 2026-01-31T12:00:00Z, or milliseconds since 1970");
        }
        return instant;
    }

    static Refused bad(String name, String value, String wanted) {
        String told = value.length() > 100 ? value.substring(0, 100) + "..." : value;
        return new Refused(
                AckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
                "user property " + name + " must be " + wanted + ": '" + told + "'");
    }
}
