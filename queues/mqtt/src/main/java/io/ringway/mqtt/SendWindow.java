package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import io.ringway.mqtt.Link.Connection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches that were sent, in their order, until each has its outcome and those before it too. For the thread of the
 * agent.
 */
final class SendWindow {
    private static final Logger LOGGER = LoggerFactory.getLogger(TelemetryBatcher.class);

    /** What a PUBLISH adds to its payload at the most, besides the topic's name. */
    private static final int PACKET_OVERHEAD = 16;

    private final Link link;
    private final String topic;
    private final int mostBatches;
    private final int payloadLimit;
    private final int packetOverhead;
    private final TelemetryCounts counts;
    private final @Nullable TelemetrySpool spool;
    private final RareLog log = new RareLog(LOGGER);

    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private boolean resending;
    private @Nullable Connection failedOn;
    private final Backoff backoff = new Backoff();

    SendWindow(Link link, TelemetryBatcher.Builder settings, TelemetryCounts counts, @Nullable TelemetrySpool spool) {
        this.link = link;
        this.topic = settings.encoder.topic();
        this.mostBatches = settings.window;
        this.payloadLimit = settings.maxPayloadBytes;
        this.packetOverhead = PACKET_OVERHEAD + topic.getBytes(StandardCharsets.UTF_8).length;
        this.counts = counts;
        this.spool = spool;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Returns the oldest batch. */
    @Nullable
    Batch first() {
        return batches.peekFirst();
    }

    /** Returns how many readings are not acknowledged. */
    long unacknowledged() {
        long readings = 0;
        for (Batch batch : batches) {
            readings += batch.acknowledged ? 0 : batch.readings.size();
        }
        return readings;
    }

    /** Returns how many bytes the payloads have that are not acknowledged. */
    long unacknowledgedBytes() {
        long bytes = 0;
        for (Batch batch : batches) {
            bytes += batch.acknowledged ? 0 : batch.payload.length;
        }
        return bytes;
    }

    /** Returns the batches that are neither acknowledged nor on disk. */
    List<Batch> live() {
        return batches.stream()
                .filter(batch -> !batch.acknowledged && !batch.isOnDisk())
                .toList();
    }

    /** Tells whether a batch has failed, and nothing new is to be sent. */
    boolean isResending() {
        return resending;
    }

    /** Returns how many bytes a payload may have on a connection. */
    int payloadLimit(Connection connection) {
        return Math.min(payloadLimit, connection.packetSize() - packetOverhead);
    }

    /** Tells whether a connection takes another batch. */
    boolean hasRoom(Connection connection) {
        return batches.size() < Math.min(mostBatches, connection.sendMaximum());
    }

    /**
     * Tells whether a batch was sent on another connection and has no outcome: the client may still be sending it again
     * in the session that it resumes, or be about to give it up.
     */
    boolean isUnderWayBesides(Connection connection) {
        for (Batch batch : batches) {
            if (batch.isUnderWay() && !connection.isSameAs(batch.connection)) {
                return true;
            }
        }
        return false;
    }

    void send(Batch batch, Connection connection, long now) {
        batches.addLast(batch);
        transmit(batch, connection, now);
    }

    private void transmit(Batch batch, Connection connection, long now) {
        batch.connection = connection;
        batch.sentAt = now;
        try {
            batch.acknowledgement = link.publish(topic, batch.payload, MqttQos.AT_LEAST_ONCE);
        } catch (RuntimeException e) {
            batch.acknowledgement = CompletableFuture.failedFuture(e);
        }
    }

    /** Takes the outcomes, frees what the broker has acknowledged, and returns how many outcomes there were. */
    int settle(long now) {
        int outcomes = 0;
        for (Batch batch : batches) {
            CompletableFuture<?> acknowledgement = batch.acknowledgement;
            if (batch.acknowledged || acknowledgement == null || !acknowledgement.isDone()) {
                continue;
            }
            outcomes++;
            Throwable failure = Link.failureOf(acknowledgement);
            if (failure == null) {
                batch.acknowledged = true;
                counts.acknowledge(batch, now);
                backoff.succeed();
            } else if (isFinal(failure)) {
                batch.acknowledged = true;
                counts.drop(
                        DropReason.REFUSED,
                        batch.readings.size(),
                        "the broker refuses the payload: " + failure.getMessage());
            } else {
                batch.acknowledgement = null;
                if (!resending) {
                    backoff.fail(now);
                }
                resending = true;
                failedOn = batch.connection;
                log.warn("A batch of " + batch.readings.size()
                        + " readings was not acknowledged and will be sent again: " + failure);
            }
        }
        while (!batches.isEmpty() && batches.peekFirst().acknowledged) {
            Batch batch = batches.removeFirst();
            if (spool != null && batch.isOnDisk()) {
                spool.release(batch.spoolEnd);
            }
        }
        return outcomes;
    }

    /** Tells whether sending the same bytes again is in vain. */
    private static boolean isFinal(Throwable failure) {
        if (failure instanceof Mqtt5PubAckException refusal) {
            return switch (refusal.getMqttMessage().getReasonCode()) {
                case TOPIC_NAME_INVALID, PAYLOAD_FORMAT_INVALID -> true;
                default -> false;
            };
        }
        return failure instanceof MqttEncodeException;
    }

    /**
     * Sends what has failed again, once every batch has its outcome.
     *
     * @param split makes smaller batches of one that is too large for this connection
     * @return how many batches there are then, 0 if it was too early
     */
    int resend(Connection connection, long now, Function<Batch, List<Batch>> split) {
        for (Batch batch : batches) {
            if (batch.isUnderWay()) {
                return 0;
            }
        }
        if (connection.isSameAs(failedOn) && !backoff.isOver(now)) {
            return 0;
        }
        resending = false;
        List<Batch> again = new ArrayList<>();
        for (Batch batch : batches) {
            if (!batch.acknowledged && batch.payload.length > payloadLimit(connection)) {
                again.addAll(split.apply(batch));
            } else {
                again.add(batch);
            }
        }
        batches.clear();
        batches.addAll(again);
        for (Batch batch : again) {
            if (batch.hasFailed()) {
                transmit(batch, connection, now);
            }
        }
        return again.size();
    }

    /** Drops the batches that are in memory alone, and leaves those that are on disk and not acknowledged. */
    void drop(DropReason reason) {
        for (Iterator<Batch> each = batches.iterator(); each.hasNext(); ) {
            Batch batch = each.next();
            if (batch.acknowledged) {
                each.remove();
            } else if (!batch.isOnDisk()) {
                counts.drop(reason, batch.readings.size());
                each.remove();
            }
        }
    }
}
