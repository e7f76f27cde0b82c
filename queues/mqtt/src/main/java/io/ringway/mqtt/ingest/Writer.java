package io.ringway.mqtt.ingest;

import io.ringway.mqtt.IngestDropReason;
import io.ringway.mqtt.IngestStats;
import io.ringway.mqtt.ingest.Counts.Cause;
import io.ringway.queues.MpscQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two queues, and the thread that empties them into the database.
 *
 * <p>The thread sleeps until a transaction is due: a batch is full, the broker's window is used up, the interval is
 * over, or the end has come. While it writes, the queues fill; it then takes all there is, so transactions grow with
 * the load.
 */
public final class Writer {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Database database;
    private final MpscQueue<Message> statuses;
    private final MpscQueue<Message> values;
    private final long intervalNanos;
    private final int batchSize;
    private final int window;
    private final Thread thread = new Thread(this::run, "ringway-ingest");
    private final Counts counts = new Counts();
    private final Map<IngestDropReason, Warnings> dropWarnings = new EnumMap<>(IngestDropReason.class);
    private final Warnings failures = new Warnings(LOG);

    /** Messages in the queues; and among them, and refused since, those that the broker wants acknowledged. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final AtomicInteger unacknowledged = new AtomicInteger();

    private volatile boolean closing;
    private volatile long giveUpAt;

    /** Makes a writer; {@link #start} starts it. */
    public Writer(Database database, int queueCapacity, Duration interval, int batchSize, int window) {
        this.database = database;
        this.statuses = new MpscQueue<>(queueCapacity);
        this.values = new MpscQueue<>(queueCapacity);
        this.intervalNanos = interval.toNanos();
        this.batchSize = batchSize;
        this.window = window;
        for (IngestDropReason reason : IngestDropReason.values()) {
            dropWarnings.put(reason, new Warnings(LOG));
        }
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Takes a message, or drops and acknowledges it if its queue is full. Never blocks; any thread. */
    public void offer(Message message) {
        MpscQueue<Message> queue = message.feed() == null ? statuses : values;
        boolean wantsAck = message.acknowledge() != null;
        if (!queue.offer(message)) {
            refuse(IngestDropReason.QUEUE_FULL, message.acknowledge());
            return;
        }
        counts.accepted(message);
        // Only the message that makes it due wakes the thread: it looks at both counts before it sleeps.
        boolean full = waiting.incrementAndGet() == batchSize;
        boolean windowUsed = wantsAck && unacknowledged.incrementAndGet() == window;
        if (full || windowUsed) {
            LockSupport.unpark(thread);
        }
    }

    /** Counts and acknowledges a message that cannot become a row. Never blocks; any thread. */
    public void refuse(IngestDropReason reason, @Nullable Runnable acknowledge) {
        counts.refused(reason);
        warn(reason, 1);
        if (acknowledge != null) {
            acknowledge.run();
            // Its acknowledgement goes out in the order of arrival: until those before it are written it takes up room
            // in
            // the broker's window.
            if (waiting.get() > 0 && unacknowledged.incrementAndGet() == window) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** What happened so far. */
    public IngestStats stats() {
        return counts.look();
    }

    /** Writes what is waiting, gives up after a time, and ends the thread. */
    public void close(Duration limit) {
        giveUpAt = System.nanoTime() + limit.toNanos();
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                giveUpAt = System.nanoTime();
                LockSupport.unpark(thread);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long lastBegin = System.nanoTime();
        boolean more = false;
        while (true) {
            Cause cause = more ? Cause.SIZE : awaitDue(lastBegin + intervalNanos);
            lastBegin = System.nanoTime();
            // Before the queues are emptied: what arrives in between counts for the next time, which is then early at
            // worst.
            unacknowledged.set(0);
            List<Message> status = take(statuses, batchSize);
            List<Message> value = take(values, batchSize - status.size());
            int taken = status.size() + value.size();
            waiting.addAndGet(-taken);
            more = taken == batchSize;
            if (taken == 0) {
                if (cause == Cause.CLOSE) {
                    return;
                }
            } else if (!write(status, value, cause)) {
                lose(status, value);
                return;
            }
        }
    }

    private Cause awaitDue(long due) {
        while (true) {
            if (closing) {
                return Cause.CLOSE;
            }
            if (waiting.get() >= batchSize) {
                return Cause.SIZE;
            }
            if (unacknowledged.get() >= window) {
                return Cause.WINDOW;
            }
            long left = due - System.nanoTime();
            if (left <= 0) {
                return Cause.INTERVAL;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    private static List<Message> take(MpscQueue<Message> queue, int limit) {
        List<Message> taken = new ArrayList<>(Math.min(limit, queue.size()));
        queue.drain(taken::add, limit);
        return taken;
    }

    /** Writes until it succeeds; false if the end came first. */
    private boolean write(List<Message> status, List<Message> value, Cause cause) {
        Tally tally = commit(status, value);
        if (tally == null) {
            return false;
        }
        List<Message> batch = new ArrayList<>(status);
        batch.addAll(value);
        counts.written(batch, tally, cause, System.currentTimeMillis());
        tally.dropped.forEach(this::warn);
        batch.forEach(Writer::acknowledge);
        return true;
    }

    private @Nullable Tally commit(List<Message> status, List<Message> value) {
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            try {
                return database.write(status, value);
            } catch (SQLException | RuntimeException e) {
                counts.retried();
                failures.warn("Could not write " + (status.size() + value.size()) + " messages, and tries again: "
                        + describe(e));
            }
            long until = System.nanoTime() + pause;
            for (long left = pause; left > 0; left = until - System.nanoTime()) {
                if (closing && giveUpAt - System.nanoTime() <= 0) {
                    return null;
                }
                LockSupport.parkNanos(this, closing ? Math.min(left, FIRST_PAUSE_NANOS) : left);
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    private static String describe(Exception e) {
        // The first line only: what follows may quote values.
        String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return (e instanceof SQLException sql
                        ? "SQL state " + sql.getSQLState()
                        : e.getClass().getName()) + ", " + text;
    }

    private static void acknowledge(Message message) {
        Runnable acknowledge = message.acknowledge();
        if (acknowledge != null) {
            acknowledge.run();
        }
    }

    /** At the end without the database: the broker keeps what it wants acknowledged, the rest is lost. */
    private void lose(List<Message> status, List<Message> value) {
        List<Message> left = new ArrayList<>(status);
        left.addAll(value);
        statuses.drain(left::add, Integer.MAX_VALUE);
        values.drain(left::add, Integer.MAX_VALUE);
        List<Message> lost =
                left.stream().filter(message -> message.acknowledge() == null).toList();
        counts.lost(lost);
        if (!lost.isEmpty()) {
            warn(IngestDropReason.CLOSED, lost.size());
        }
    }

    private void warn(IngestDropReason reason, long messages) {
        Warnings warnings = dropWarnings.get(reason);
        if (warnings != null) {
            warnings.warn("Dropped " + messages + " messages: " + reason);
        }
    }
}
