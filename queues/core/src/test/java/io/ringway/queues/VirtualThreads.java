package io.ringway.queues;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Assumptions;

/**
 * Work for many virtual threads. The main method does it in a JVM of its own, whose flags a test chooses; the same work
 * runs in the JVM of the tests.
 */
public final class VirtualThreads {

    private static final int THREADS_A_SIDE = 2_000;
    private static final int ROUNDS = 5;
    private static final long HANG_SECONDS = 50;

    private VirtualThreads() {}

    public static void main(String[] arguments) throws Exception {
        for (QueueKind kind : QueueKind.BLOCKING) {
            transferThrough(kind, 1);
            closeUnderWaiters(kind);
        }
        System.out.println("done");
    }

    static void require() {
        Assumptions.assumeTrue(
                Runtime.version().feature() >= 21, "virtual threads came with Java 21; this is " + Runtime.version());
    }

    /** Tests are compiled for Java 17, which has no virtual threads. */
    static ExecutorService threadPerTask() throws ReflectiveOperationException {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Each of many virtual threads puts or takes some elements. */
    static void transferThrough(QueueKind kind, int capacity) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(capacity);
        ExecutorService executor = threadPerTask();
        LongAdder sum = new LongAdder();
        List<Future<?>> futures = new ArrayList<>();
        int consumers = kind.consumers(THREADS_A_SIDE);
        int perConsumer = THREADS_A_SIDE * ROUNDS / consumers;
        for (int i = 0; i < consumers; i++) {
            futures.add(executor.submit(() -> {
                for (int round = 0; round < perConsumer; round++) {
                    sum.add(queue.take());
                }
                return null;
            }));
        }
        for (int i = 0; i < THREADS_A_SIDE; i++) {
            int element = i;
            futures.add(executor.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    queue.put(element);
                }
                return null;
            }));
        }
        for (Future<?> future : futures) {
            future.get(HANG_SECONDS, TimeUnit.SECONDS);
        }
        executor.shutdown();
        long expected = (long) ROUNDS * THREADS_A_SIDE * (THREADS_A_SIDE - 1) / 2;
        if (sum.sum() != expected || !queue.isEmpty()) {
            throw new AssertionError(kind + ": took " + sum.sum() + " of " + expected + ", left " + queue.size());
        }
    }

    /** Many virtual threads wait in put; the close must end every one of them. */
    static void closeUnderWaiters(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(1);
        ExecutorService executor = threadPerTask();
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < THREADS_A_SIDE; i++) {
            futures.add(executor.submit(() -> {
                queue.put(1);
                return null;
            }));
        }
        queue.take();
        QueueKind.bounded(queue).close();
        int ended = 0;
        int done = 0;
        for (Future<?> future : futures) {
            try {
                future.get(HANG_SECONDS, TimeUnit.SECONDS);
                done++;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof QueueClosedException)) {
                    throw e;
                }
                ended++;
            }
        }
        executor.shutdown();
        int accepted = 1 + queue.size();
        if (done != accepted || done + ended != THREADS_A_SIDE) {
            throw new AssertionError(kind + ": " + done + " done, " + ended + " ended, " + accepted + " accepted");
        }
    }
}
