package io.ringway.mqtt.ingest;

import io.ringway.mqtt.IngestDropReason;
import io.ringway.mqtt.IngestStats;
import io.ringway.mqtt.ingest.Counts.Cause;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    private final Inbox inbox;
    private final long intervalNanos;
    private final Thread thread = new Thread(this::run, "ringway-ingest");
    private final Counts counts = new Counts();
    private final Map<IngestDropReason, Warnings> dropWarnings = new EnumMap<>(IngestDropReason.class);
    private final Warnings failures = new Warnings(LOG);

    private volatile boolean closing;
    private volatile long giveUpAt;

    /** Makes a writer; {@link #start} starts it. */
    public Writer(Database database, int queueCapacity, Duration interval, int batchSize, int window) {
        this.database = database;
        this.inbox = new Inbox(queueCapacity, batchSize, window, () -> LockSupport.unpark(thread));
        this.intervalNanos = interval.toNanos();
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
        // Before the thread can take it: what is written has been counted as accepted.
        counts.accepted(message);
        if (!inbox.offer(message)) {
            counts.refused(message, IngestDropReason.QUEUE_FULL);
            dropped(IngestDropReason.QUEUE_FULL, message.acknowledge());
        }
    }

    /** Counts and acknowledges a message that cannot become a row. Never blocks; any thread. */
    public void refuse(IngestDropReason reason, @Nullable Runnable acknowledge) {
        counts.refused(reason);
        dropped(reason, acknowledge);
    }

    private void dropped(IngestDropReason reason, @Nullable Runnable acknowledge) {
        warn(reason, 1);
        if (acknowledge != null) {
            acknowledge.run();
            inbox.refused();
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
            Inbox.Batch batch = inbox.cut();
            more = batch.isFull();
            if (batch.size() == 0) {
                if (cause == Cause.CLOSE) {
                    return;
                }
            } else if (!write(batch, cause)) {
                lose(batch);
                return;
            }
        }
    }

    private Cause awaitDue(long due) {
        while (true) {
            if (closing) {
                return Cause.CLOSE;
            }
            Cause cause = inbox.due();
            if (cause != null) {
                return cause;
            }
            long left = due - System.nanoTime();
            if (left <= 0) {
                return Cause.INTERVAL;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    /** Writes until it succeeds; false if the end came first. */
    private boolean write(Inbox.Batch batch, Cause cause) {
        Tally tally = commit(batch);
        if (tally == null) {
            return false;
        }
        List<Message> messages = batch.messages();
        counts.written(messages, tally, cause, System.currentTimeMillis());
        tally.dropped.forEach(this::warn);
        messages.forEach(Writer::acknowledge);
        return true;
    }

    private @Nullable Tally commit(Inbox.Batch batch) {
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            try {
                return database.write(batch.statuses(), batch.values());
            } catch (SQLException | RuntimeException e) {
                counts.retried();
                failures.warn("Could not write " + batch.size() + " messages, and tries again: " + describe(e));
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
    private void lose(Inbox.Batch batch) {
        List<Message> left = batch.messages();
        for (Inbox.Batch rest = inbox.cut(); rest.size() > 0; rest = inbox.cut()) {
            left.addAll(rest.messages());
        }
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
