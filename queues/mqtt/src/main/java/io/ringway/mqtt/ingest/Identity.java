package io.ringway.mqtt.ingest;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws keys under which a message is stored once, however often it arrives.
 *
 * <p>A key with a time begins with it, as version 7 of RFC 9562 does: new rows then go to the end of the index, not to
 * random pages of it.
 */
public final class Identity {

    private static final long VERSION_7 = 0x7000L;

    private Identity() {}

    /** The key of a user id, or {@code null} if the text is not a UUID in its usual form of 36 characters. */
    static @Nullable UUID user(String text) {
        if (text.length() != 36) {
            return null;
        }
        try {
            UUID user = UUID.fromString(text);
            // The JDK also takes shorter groups and signs.
            return user.toString().equalsIgnoreCase(text) ? user : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The key of a message to a feed: by its id, else by its time and value, else the one drawn at its arrival. */
    static UUID key(Message message, Payload.Reading reading) {
        String id = message.id() == null ? reading.id() : message.id();
        if (id != null) {
            return hash(message.device() + "/id/" + id);
        }
        Long time = reading.time();
        if (time != null) {
            return at(time, hash(message.device() + "/at/" + Double.doubleToLongBits(reading.value())));
        }
        return message.fallbackKey();
    }

    /** A new key that begins with a time in milliseconds since 1970. */
    public static UUID random(long time) {
        // Need not be hard to guess, so it may be fast.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return at(time, new UUID(random.nextLong(), random.nextLong() >>> 2 | Long.MIN_VALUE));
    }

    /** A key that begins with a time in milliseconds since 1970 and takes the rest from another key. */
    private static UUID at(long time, UUID rest) {
        return new UUID(
                (time << 16) | VERSION_7 | (rest.getMostSignificantBits() & 0xfff), rest.getLeastSignificantBits());
    }

    private static UUID hash(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
