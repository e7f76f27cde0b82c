package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One more thread of a test, with its outcome. */
final class Worker<T> {

    /** Work that returns nothing. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** Guards against a hang; no test expects to wait for that long. */
    private static final Duration HANG = Duration.ofSeconds(50);

    private final FutureTask<T> outcome;
    private final Thread thread;

    private Worker(Callable<T> work) {
        outcome = new FutureTask<>(work);
        thread = new Thread(outcome, "worker");
        thread.setDaemon(true);
    }

    static <T> Worker<T> start(Callable<T> work) {
        Worker<T> worker = new Worker<>(work);
        worker.thread.start();
        return worker;
    }

    static Worker<Boolean> startAction(Action action) {
        return start(() -> {
            action.run();
            return true;
        });
    }

    /** Waits until the thread waits in the call it was given. */
    Worker<T> awaitBlocked() {
        EnumSet<Thread.State> ended =
                EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(HANG)
                .until(() -> ended.contains(thread.getState()));
        assertThat(outcome.isDone()).as("returned instead of waiting").isFalse();
        return this;
    }

    Worker<T> interrupt() {
        thread.interrupt();
        return this;
    }

    /** What the work returned. A failure in the thread fails the caller with the same cause. */
    T result() throws Exception {
        try {
            return outcome.get(HANG.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the worker failed", e.getCause());
        } catch (TimeoutException e) {
            throw hang(e);
        }
    }

    /** What the work threw. */
    Throwable failure() throws Exception {
        try {
            T result = outcome.get(HANG.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("the worker returned " + result);
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            throw hang(e);
        }
    }

    /** Whether an interrupt ended the work. Fails for any other failure. */
    boolean endedInterrupted() throws Exception {
        try {
            outcome.get(HANG.toSeconds(), TimeUnit.SECONDS);
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                return true;
            }
            throw new AssertionError("the worker failed", e.getCause());
        } catch (TimeoutException e) {
            throw hang(e);
        }
    }

    private AssertionError hang(TimeoutException cause) {
        AssertionError error = new AssertionError("the worker hangs in " + thread.getState(), cause);
        error.setStackTrace(thread.getStackTrace());
        return error;
    }
}
