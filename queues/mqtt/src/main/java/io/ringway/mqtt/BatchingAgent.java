package io.ringway.mqtt;

import io.ringway.mqtt.Link.Connection;
import io.ringway.mqtt.TelemetrySpool.Stored;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer of a {@link TelemetryBatcher}: one thread that owns everything behind the queue.
 *
 * <p>Readings pass through up to five places, and a reading in an earlier one of this list is older than any of the
 * same producer in a later:
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

    /** How many readings are put on disk at a time at the most. */
    private static final int SPOOL_CHUNK = 16_384;

    /** How often the spool is written while the broker is away, unless the queue fills up: each time is a sync. */
    private static final long SPILL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Link link;
    private final Intake queue;
    private final int batchSize;
    private final long lingerNanos;
    private final @Nullable TelemetrySpool spool;
    private final SendWindow window;
    private final BatchBuilder current;
    private final ArrayDeque<Telemetry> front = new ArrayDeque<>();

    private final TelemetryCounts counts = new TelemetryCounts();
    private final long recovered;

    private boolean away;
    /** Until the queue was empty once, batches go out without waiting for further readings. */
    private boolean flushing;

    private long spilledAt = System.nanoTime();
    private final Backoff spillBackoff = new Backoff();
    private boolean spoolFailed;
    private final RareLog spoolLog = new RareLog(LOGGER);
    private long refusalsSeen;
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

    BatchingAgent(Link link, Intake queue, TelemetryBatcher.Builder settings, @Nullable SpoolStore store) {
        this.link = link;
        this.queue = queue;
        this.batchSize = settings.batchSize;
        this.lingerNanos = settings.linger.toNanos();
        spool = store == null ? null : new TelemetrySpool(store, counts);
        window = new SendWindow(link, settings, counts, spool);
        current = new BatchBuilder(settings.encoder, settings.batchSize, counts);
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
        int work = window.settle(now);
        if (flushRequested) {
            flushRequested = false;
            flushing = true;
        }
        Long deadline = closeBy;
        if (connection != null) {
            work += window.isResending() ? resend(connection, now) : send(connection, now);
        }
        if (spool != null && deadline == null) {
            work += spillIfNeeded(spool, connection, now);
        }
        queue.endTurn();
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

    private int resend(Connection connection, long now) {
        return window.resend(connection, now, batch -> {
            current.takeApart(spool, front);
            return current.split(batch, window.payloadLimit(connection));
        });
    }

    private int send(Connection connection, long now) {
        if (window.isUnderWayBesides(connection)) {
            return 0;
        }
        int work = 0;
        while (window.hasRoom(connection)) {
            FlushCause cause = fill(window.payloadLimit(connection), now);
            if (cause == null) {
                break;
            }
            Batch batch = current.cut();
            counts.batch(batch, cause);
            window.send(batch, connection, now);
            work++;
        }
        return work;
    }

    /** Adds readings to the current batch, and tells whether and why it is to be sent. */
    private @Nullable FlushCause fill(int limit, long now) {
        Addition last = Addition.DONE;
        while (last == Addition.DONE && !current.isFull() && spool != null && spool.hasUnread()) {
            last = addStored(spool, limit, now);
        }
        if (last == Addition.DONE && !current.isFull() && current.isFromSpool()) {
            return FlushCause.SPOOL_END;
        }
        while (last == Addition.DONE && !current.isFull()) {
            last = addLive(limit, now);
        }
        if (last == Addition.NO_ROOM) {
            return FlushCause.BYTES;
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

    private Addition addStored(TelemetrySpool store, int limit, long now) {
        Stored next = store.poll();
        if (next == null) {
            return store.readOn() ? Addition.DONE : Addition.NO_READING;
        }
        if (!current.add(next, limit, now)) {
            store.giveBack(List.of(next));
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

    /** Puts what is live on disk, the oldest first, and returns how many readings that are. */
    private int spill(TelemetrySpool store, long now) {
        try {
            int count = 0;
            for (Batch batch : window.live()) {
                count += store.append(batch);
            }
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

    private void warnOfRefusals() {
        long refusals = queue.refused() + queue.evicted();
        if (refusals != refusalsSeen) {
            refusalLog.warn("The queue is full: " + (refusals - refusalsSeen) + " readings were given up");
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
        window.drop(DropReason.CLOSED);
        long lost = counts.dropped().getOrDefault(DropReason.CLOSED, 0L);
        if (lost > 0) {
            LOGGER.warn("Dropped {} readings: the batcher was closed before they could be delivered", lost);
        }
        if (spool != null) {
            spool.close(window.unacknowledged() + current.size());
        }
        progress = snapshot();
        closed.countDown();
    }

    private boolean isLiveLeft() {
        return !front.isEmpty()
                || !queue.isEmpty()
                || (!current.isEmpty() && !current.isFromSpool())
                || !window.live().isEmpty();
    }

    private TelemetryProgress snapshot() {
        Batch first = window.first();
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
                window.unacknowledged(),
                window.unacknowledgedBytes(),
                current.size() + front.size(),
                spool == null ? 0 : spool.unread(),
                spool == null ? 0 : spool.bytes(),
                recovered,
                oldest,
                oldestSpooled);
    }
}
