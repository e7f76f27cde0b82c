package io.ringway.mqtt.ingest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Logs at most one warning every ten seconds of its kind, and says how many it kept to itself. Any thread. */
public final class Warnings {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong unsaid = new AtomicLong();

    /** Logs to {@code log}. */
    public Warnings(Logger log) {
        this.log = log;
    }

    /** Logs a text without payloads or credentials, or counts it. */
    public void warn(String text) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE_NANOS)) {
            unsaid.incrementAndGet();
            return;
        }
        long before = unsaid.getAndSet(0);
        log.warn(before == 0 ? "{}" : "{} ({} more like this since the last one)", text, before);
    }
}
