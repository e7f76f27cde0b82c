package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import io.ringway.mqtt.Link.Connection;
import io.ringway.mqtt.TelemetrySpool.Stored;
import io.ringway.queues.BoundedQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer of a {@link TelemetryBatcher}: one thread that owns everything behind the queue.
 *
 * <p>Readings pass through up to five places, and a reading in an earlier one of this list is older than any in a
 * later:
 *
 * <ol>
 *   <li>{@link #window}: batches that were sent and are not acknowledged;
 *   <li>{@link #current}: the batch that is being formed, from the spool or from live readings, never from both;
 *   <li>the rest of the {@link #spool};
 *   <li>{@link #front}: live readings that were taken from the queue already;
 *   <li>the queue.
 * </ol>
 *
 * <p>Live readings are batched when the spool is read to its end only, and before anything is appended to the spool,
 * what is live in the window and in the current batch is appended. So the spool holds a contiguous stretch of the
 * sequence, and going through the places in their order is the original order.
 *
 * <p>A batch from the spool stays there until its acknowledgement. After a failure nothing new is sent until every
 * batch of the window has its outcome; then the failed ones go out again, in order.
 */
final class BatchingAgent implements Agent {
    private static final Logger LOGGER = LoggerFactory.getLogger(TelemetryBatcher.class);

    /** What a PUBLISH adds to its payload at the most, besides the topic's name. */
    private static final int PACKET_OVERHEAD = 16;

    /** How many readings are put on disk at a time at the most. */
    private static final int SPOOL_CHUNK = 16_384;

    /** How often the spool is written while the broker is away, unless the queue fills up: each time is a sync. */
    private static final long SPILL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Link link;
    private final BoundedQueue<Telemetry> queue;
    private final int batchSize;
    private final long lingerNanos;
    private final int payloadLimit;
    private final int windowLimit;
    private final @Nullable TelemetrySpool spool;
    private final String topic;
    private final int packetOverhead;

    private final ArrayDeque<Batch> window = new ArrayDeque<>();
    private final BatchBuilder current;
    private final ArrayDeque<Telemetry> front = new ArrayDeque<>();

    private boolean away;

    private boolean resending;
    private @Nullable Connection failedOn;
    private final Backoff resendBackoff = new Backoff();
    private long spilledAt = System.nanoTime();
    private final Backoff spillBackoff = new Backoff();
    private boolean spoolFailed;
    private boolean flushing;
    private final TelemetryCounts counts = new TelemetryCounts();
    private final long recovered;
    private long refusalsSeen;

    private final RareLog publishLog = new RareLog(LOGGER);
    private final RareLog spoolLog = new RareLog(LOGGER);
    private final RareLog refusalLog = new RareLog(LOGGER);

    private volatile TelemetryProgress progress;
    /** When the queue was last seen empty: nothing in it is older. */
    private volatile long emptyAt = System.nanoTime();

    private volatile boolean flushRequested;
    private volatile @Nullable Long closeBy;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What became of the attempt to add a reading to the current batch. */
    private enum Addition {
        /** It is in the batch, was dropped, or can be had at the next attempt. */
        DONE,
        /** There is none at the moment. */
        NO_READING,
        /** The batch has to be sent first. */
        NO_ROOM
    }

    BatchingAgent(
            Link link, BoundedQueue<Telemetry> queue, TelemetryBatcher.Builder settings, @Nullable SpoolStore store) {
        this.link = link;
        this.queue = queue;
        this.current = new BatchBuilder(settings.encoder, settings.batchSize, counts);
        this.batchSize = settings.batchSize;
        this.lingerNanos = settings.linger.toNanos();
        this.payloadLimit = settings.maxPayloadBytes;
        this.windowLimit = settings.window;
        this.topic = settings.encoder.topic();
        this.packetOverhead = PACKET_OVERHEAD + topic.getBytes(StandardCharsets.UTF_8).length;
        spool = store == null ? null : new TelemetrySpool(store, counts);
        recovered = spool == null ? 0 : spool.size();
        progress = snapshot();
    }

    // For any thread.

    TelemetryProgress progress() {
        return progress;
    }

    long emptyAt() {
        return emptyAt;
    }

    void flush() {
        flushRequested = true;
    }

    /** Begins the end; the queue is closed already. */
    CountDownLatch close(Duration timeout) {
        if (closeBy == null) {
            closeBy = System.nanoTime() + timeout.toNanos();
        }
        return closed;
    }

    // For the thread of the agent.

    /** Tells whether the last turn found no connection. */
    boolean isAway() {
        return away;
    }

    @Override
    public String roleName() {
        return "ringway-telemetry";
    }

    @Override
    public int doWork() {
        if (closed.getCount() == 0) {
            return 0;
        }
        long now = System.nanoTime();
        Connection connection = link.connection();
        away = connection == null;
        int work = settle(now);
        if (flushRequested) {
            flushRequested = false;
            flushing = true;
        }
        Long deadline = closeBy;
        if (connection != null) {
            work += resending ? resend(connection, now) : send(connection, now);
        }
        if (spool != null && deadline == null) {
            work += spillIfNeeded(spool, connection, now);
        }
        warnOfRefusals();
        if (spool != null && window.isEmpty() && current.isEmpty()) {
            spool.releaseDropped();
        }
        if (deadline != null && (connection == null || now - deadline >= 0 || isDone())) {
            end();
            return 1;
        }
        if (counts.changed || work > 0) {
            counts.changed = false;
            progress = snapshot();
        }
        return work;
    }

    /** Takes the outcomes of what was sent, and frees what the broker has acknowledged. */
    private int settle(long now) {
        int work = 0;
        for (Batch batch : window) {
            CompletableFuture<?> acknowledgement = batch.acknowledgement;
            if (batch.acknowledged || acknowledgement == null || !acknowledgement.isDone()) {
                continue;
            }
            work++;
            Throwable failure = Link.failureOf(acknowledgement);
            if (failure == null) {
                batch.acknowledged = true;
                counts.acknowledge(batch, now);
                resendBackoff.succeed();
            } else if (isFinal(failure)) {
                batch.acknowledged = true;
                counts.drop(
                        DropReason.REFUSED,
                        batch.readings.size(),
                        "the broker refuses the payload: " + failure.getMessage());
            } else {
                batch.acknowledgement = null;
                if (!resending) {
                    resendBackoff.fail(now);
                }
                resending = true;
                failedOn = batch.connection;
                publishLog.warn("A batch of " + batch.readings.size()
                        + " readings was not acknowledged and will be sent again: " + failure);
            }
        }
        while (!window.isEmpty() && window.peekFirst().acknowledged) {
            Batch batch = window.removeFirst();
            if (spool != null && batch.isOnDisk()) {
                spool.release(batch.spoolEnd);
            }
        }
        return work;
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

    /** Sends what has failed again, once every batch has its outcome. */
    private int resend(Connection connection, long now) {
        for (Batch batch : window) {
            if (batch.isUnderWay()) {
                return 0;
            }
        }
        if (connection.isSameAs(failedOn) && !resendBackoff.isOver(now)) {
            return 0;
        }
        resending = false;
        List<Batch> again = new ArrayList<>();
        for (Batch batch : window) {
            if (!batch.acknowledged && batch.payload.length > limit(connection)) {
                current.takeApart(spool, front);
                again.addAll(current.split(batch, limit(connection)));
            } else {
                again.add(batch);
            }
        }
        window.clear();
        window.addAll(again);
        for (Batch batch : again) {
            if (batch.hasFailed()) {
                transmit(batch, connection, now);
            }
        }
        return again.size();
    }

    private int limit(Connection connection) {
        return Math.min(payloadLimit, connection.packetSize() - packetOverhead);
    }

    private int send(Connection connection, long now) {
        for (Batch batch : window) {
            // The client may still be sending these again in the session that it resumes, or be about to give them up.
            if (batch.isUnderWay() && !connection.isSameAs(batch.connection)) {
                return 0;
            }
        }
        int work = 0;
        int room = Math.min(windowLimit, connection.sendMaximum());
        while (window.size() < room) {
            FlushCause cause = fill(limit(connection), now);
            if (cause == null) {
                break;
            }
            Batch batch = current.cut();
            counts.batch(batch, cause);
            window.addLast(batch);
            transmit(batch, connection, now);
            work++;
        }
        return work;
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

    /** Adds readings to the current batch, and tells whether and why it is to be sent. */
    private @Nullable FlushCause fill(int limit, long now) {
        while (!current.isFull()) {
            TelemetrySpool unread = spool != null && spool.hasUnread() ? spool : null;
            if (unread == null && current.isFromSpool()) {
                return FlushCause.SPOOL_END;
            }
            Addition addition = unread != null ? addStored(unread, limit, now) : addLive(limit, now);
            if (addition == Addition.NO_ROOM) {
                return FlushCause.BYTES;
            }
            if (addition == Addition.NO_READING) {
                break;
            }
        }
        if (current.isEmpty()) {
            flushing = flushing && hasUnread();
            return null;
        }
        if (current.isFull()) {
            return FlushCause.SIZE;
        }
        if (closeBy != null) {
            return FlushCause.CLOSE;
        }
        if (flushing) {
            return FlushCause.FLUSH;
        }
        return now - current.beganAt() >= lingerNanos ? FlushCause.LINGER : null;
    }

    private Addition addLive(int limit, long now) {
        Telemetry next = front.pollFirst();
        if (next == null) {
            next = pollQueue(now);
            if (next == null) {
                return Addition.NO_READING;
            }
        }
        if (!current.add(next, limit, now)) {
            front.addFirst(next);
            return Addition.NO_ROOM;
        }
        return Addition.DONE;
    }

    private @Nullable Telemetry pollQueue(long now) {
        Telemetry next = queue.poll();
        if (next == null) {
            emptyAt = now;
        } else {
            counts.taken++;
            counts.changed = true;
        }
        return next;
    }

    private Addition addStored(TelemetrySpool unread, int limit, long now) {
        Stored next = unread.poll();
        if (next == null) {
            return unread.readOn() ? Addition.DONE : Addition.NO_READING;
        }
        if (!current.add(next, limit, now)) {
            unread.giveBack(List.of(next));
            return Addition.NO_ROOM;
        }
        counts.changed = true;
        return Addition.DONE;
    }

    private boolean hasUnread() {
        return spool != null && spool.hasUnread();
    }

    /** Puts live readings on disk while the broker is away, or when it is slower than they come. */
    private int spillIfNeeded(TelemetrySpool store, @Nullable Connection connection, long now) {
        int queued = queue.size();
        long waited = now - spilledAt;
        boolean due = connection == null
                ? queued >= queue.capacity() / 4
                        || waited >= lingerNanos
                        || (queued + front.size() >= batchSize && waited >= SPILL_INTERVAL_NANOS)
                : queued >= queue.capacity() / 2;
        if (!due || !spillBackoff.isOver(now)) {
            return 0;
        }
        spilledAt = now;
        return spill(store, now);
    }

    private int spill(TelemetrySpool store, long now) {
        try {
            int count = spillWindow(store);
            if (!current.isFromSpool()) {
                current.takeApart(spool, front);
            }
            while (front.size() < SPOOL_CHUNK) {
                Telemetry next = pollQueue(now);
                if (next == null) {
                    break;
                }
                front.addLast(next);
            }
            counts.changed = true;
            count += store.append(front);
            if (spoolFailed) {
                spoolFailed = false;
                spillBackoff.succeed();
                LOGGER.info("The spool works again");
            }
            return count;
        } catch (RuntimeException e) {
            spoolFailed = true;
            spillBackoff.fail(now);
            spoolLog.error(
                    "The spool cannot take readings: they stay in memory, and the newest are refused when the queue is full."
                            + " Make room on the disk, or repair it",
                    e);
            return 0;
        }
    }

    /** Puts the live batches of the window on disk, so that what is appended next is younger than all in the spool. */
    private int spillWindow(TelemetrySpool store) {
        int count = 0;
        for (Batch batch : window) {
            if (!batch.isOnDisk() && !batch.acknowledged) {
                count += store.append(batch);
            }
        }
        return count;
    }

    private void warnOfRefusals() {
        long refusals = queue.stats().rejected();
        if (refusals != refusalsSeen) {
            refusalLog.warn("The queue is full: " + (refusals - refusalsSeen) + " readings were given up or waited");
            refusalsSeen = refusals;
        }
    }

    private boolean isDone() {
        return window.isEmpty() && current.isEmpty() && front.isEmpty() && !hasUnread() && queue.isEmpty();
    }

    /** Keeps what could not be delivered on disk, or gives it up. */
    private void end() {
        if (spool != null) {
            while (isLiveLeft() && spill(spool, System.nanoTime()) > 0) {}
        }
        while (queue.poll() != null) {
            counts.taken++;
            counts.drop(DropReason.CLOSED, 1);
        }
        counts.drop(DropReason.CLOSED, front.size());
        front.clear();
        if (!current.isFromSpool()) {
            counts.drop(DropReason.CLOSED, current.size());
            current.clear();
        }
        for (Iterator<Batch> batches = window.iterator(); batches.hasNext(); ) {
            Batch batch = batches.next();
            if (batch.acknowledged) {
                batches.remove();
            } else if (!batch.isOnDisk()) {
                counts.drop(DropReason.CLOSED, batch.readings.size());
                batches.remove();
            }
        }
        long lost = counts.dropped().getOrDefault(DropReason.CLOSED, 0L);
        if (lost > 0) {
            LOGGER.warn("Dropped {} readings: the batcher was closed before they could be delivered", lost);
        }
        if (spool != null) {
            spool.close(unacknowledged() + current.size());
        }
        progress = snapshot();
        closed.countDown();
    }

    private boolean isLiveLeft() {
        return !front.isEmpty()
                || !queue.isEmpty()
                || (!current.isEmpty() && !current.isFromSpool())
                || window.stream().anyMatch(batch -> !batch.acknowledged && !batch.isOnDisk());
    }

    private long unacknowledged() {
        long readings = 0;
        for (Batch batch : window) {
            readings += batch.acknowledged ? 0 : batch.readings.size();
        }
        return readings;
    }

    private TelemetryProgress snapshot() {
        long unacknowledgedBytes = 0;
        for (Batch batch : window) {
            unacknowledgedBytes += batch.acknowledged ? 0 : batch.payload.length;
        }
        Batch first = window.peekFirst();
        long oldest = first != null ? first.beganAt : current.isEmpty() ? TelemetryProgress.NONE : current.beganAt();
        long oldestSpooled = spool == null || spool.oldestMillis() < 0 ? TelemetryProgress.NONE : spool.oldestMillis();
        return new TelemetryProgress(
                counts.taken,
                counts.delivered,
                Collections.unmodifiableMap(counts.dropped()),
                Collections.unmodifiableMap(counts.batches()),
                counts.batchedReadings,
                counts.batchedBytes,
                counts.acknowledged,
                counts.acknowledgementNanos,
                unacknowledged(),
                unacknowledgedBytes,
                current.size() + front.size(),
                spool == null ? 0 : spool.unread(),
                spool == null ? 0 : spool.bytes(),
                recovered,
                oldest,
                oldestSpooled);
    }
}
