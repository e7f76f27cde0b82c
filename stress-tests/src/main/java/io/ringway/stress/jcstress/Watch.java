package io.ringway.stress.jcstress;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts a call that waits longer than any should. So a lost wake-up becomes an outcome, where a thread parked for
 * ever would keep JCStress from ending.
 */
final class Watch {

    private static final long TOO_LONG = TimeUnit.SECONDS.toNanos(10);

    /** Once a wake-up was lost the test has failed; it need not wait as long for the next. */
    private static final long TOO_LONG_AGAIN = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long LOOK_EVERY_MILLIS = 10;

    private static final Set<Watch> ALL = ConcurrentHashMap.newKeySet();
    private static final ThreadLocal<Watch> OF_THREAD = ThreadLocal.withInitial(Watch::started);
    private static volatile boolean interruptedBefore;

    static {
        Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "watch");
                    thread.setDaemon(true);
                    return thread;
                })
                .scheduleWithFixedDelay(
                        () -> ALL.forEach(Watch::look), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private final Thread thread = Thread.currentThread();
    private boolean waiting;
    private boolean interrupted;
    private long since;

    private Watch() {}

    private static Watch started() {
        Watch watch = new Watch();
        ALL.add(watch);
        return watch;
    }

    /** Returns the watch of the calling thread. */
    static Watch ofThread() {
        return OF_THREAD.get();
    }

    /** A call begins that may wait. */
    synchronized void begin() {
        since = System.nanoTime();
        interrupted = false;
        waiting = true;
    }

    /** The call has ended. An interrupt that came too late for it must not hit the next one. */
    synchronized void end() {
        waiting = false;
        if (interrupted) {
            Thread.interrupted();
        }
    }

    private synchronized void look() {
        if (waiting && !interrupted && System.nanoTime() - since > (interruptedBefore ? TOO_LONG_AGAIN : TOO_LONG)) {
            interrupted = true;
            interruptedBefore = true;
            thread.interrupt();
        }
    }
}
