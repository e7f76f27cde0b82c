package io.ringway.mqtt;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** Lets one message in ten seconds through, and tells how many were held back. For one thread, or under its lock. */
final class RareLog {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger logger;
    private long next = System.nanoTime();
    private long heldBack;

    RareLog(Logger logger) {
        this.logger = logger;
    }

    void warn(String message) {
        if (due()) {
            logger.warn("{}{}", message, heldBack());
        }
    }

    void error(String message, Throwable cause) {
        if (due()) {
            logger.error("{}{}", message, heldBack(), cause);
        }
    }

    private boolean due() {
        long now = System.nanoTime();
        if (now - next < 0) {
            heldBack++;
            return false;
        }
        next = now + INTERVAL_NANOS;
        return true;
    }

    private String heldBack() {
        String text = heldBack == 0 ? "" : " (" + heldBack + " messages like this were held back)";
        heldBack = 0;
        return text;
    }
}
