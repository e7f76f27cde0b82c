package io.ringway.mqtt.ingest;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it waits for its transaction.
 *
 * @param user the level of the topic that names the user, not yet checked
 * @param device the level that names the device
 * @param feed the level that names the feed; {@code null} in a message about a device's status
 * @param payload the payload, read only
 * @param id the identity that the publisher gave it; {@code null} if none
 * @param receivedAt when it arrived, in milliseconds since 1970
 * @param fallbackKey the key of a message without identity and time stamp; drawn once, so that a transaction that is
 *     tried again writes the same row
 * @param acknowledge what to run once the row is safe; {@code null} for QoS 0
 */
public record Message(
        String user,
        String device,
        @Nullable String feed,
        ByteBuffer payload,
        @Nullable String id,
        long receivedAt,
        UUID fallbackKey,
        @Nullable Runnable acknowledge) {}
