package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code MpmcQueue} where executors expect one of the JDK's queues. */
class ExecutorTest {

    private static final int CAPACITY = 4;
    private static final Duration HANG = Duration.ofSeconds(50);

    private final MpmcQueue<Runnable> queue = new MpmcQueue<>(CAPACITY);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<ExecutorService> executors = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        release.countDown();
        for (ExecutorService executor : executors) {
            executor.shutdownNow();
            assertThat(executor.awaitTermination(HANG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private ThreadPoolExecutor pool(int core, int max) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(core, max, 1, TimeUnit.MILLISECONDS, queue);
        executors.add(pool);
        return pool;
    }

    /** A pool whose only thread is busy until {@link #release}, so that what follows stays in the queue. */
    private ThreadPoolExecutor busyPool() {
        ThreadPoolExecutor pool = pool(1, 1);
        pool.execute(this::awaitRelease);
        return pool;
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void terminate(ThreadPoolExecutor pool) throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(HANG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void everyTaskRunsOnce() throws Exception {
        ThreadPoolExecutor pool = pool(3, 3);
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
        LongAdder runs = new LongAdder();
        LongAdder sum = new LongAdder();
        int tasks = 20_000;

        for (int i = 0; i < tasks; i++) {
            int task = i;
            pool.execute(() -> {
                runs.increment();
                sum.add(task);
            });
        }
        terminate(pool);

        assertThat(runs.sum()).isEqualTo(tasks);
        assertThat(sum.sum()).isEqualTo((long) tasks * (tasks - 1) / 2);
        assertThat(queue).isEmpty();
    }

    @Test
    void tasksOfOneThreadRunInTheOrderOfTheirSubmission() throws Exception {
        ThreadPoolExecutor pool = busyPool();
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < CAPACITY; i++) {
            int task = i;
            pool.execute(() -> ran.add(task));
        }

        release.countDown();
        terminate(pool);

        assertThat(ran).containsExactly(0, 1, 2, 3);
    }

    @Test
    void fullQueueMakesThePoolGrowThenReject() throws Exception {
        ThreadPoolExecutor pool = pool(1, 2);
        LongAdder runs = new LongAdder();
        pool.execute(this::awaitRelease);
        for (int i = 0; i < CAPACITY; i++) {
            pool.execute(runs::increment);
        }
        assertThat(pool.getPoolSize()).isOne();

        pool.execute(this::awaitRelease);
        assertThat(pool.getPoolSize()).isEqualTo(2);
        assertThatThrownBy(() -> pool.execute(runs::increment)).isInstanceOf(RejectedExecutionException.class);

        release.countDown();
        terminate(pool);
        assertThat(runs.sum()).isEqualTo(CAPACITY);
    }

    @Test
    void removedTaskDoesNotRun() throws Exception {
        ThreadPoolExecutor pool = busyPool();
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        Runnable unwanted = () -> ran.add("unwanted");
        pool.execute(() -> ran.add("first"));
        pool.execute(unwanted);
        pool.execute(() -> ran.add("last"));

        assertThat(pool.remove(unwanted)).isTrue();
        assertThat(pool.remove(unwanted)).isFalse();

        release.countDown();
        terminate(pool);
        assertThat(ran).containsExactly("first", "last");
    }

    @Test
    void queueOfThePoolCanBeSearchedAndThinnedOut() throws Exception {
        ThreadPoolExecutor pool = busyPool();
        LongAdder runs = new LongAdder();
        Runnable unwanted = runs::increment;
        pool.execute(unwanted);
        pool.execute(runs::increment);

        assertThat(pool.getQueue().contains(unwanted)).isTrue();
        assertThat(pool.getQueue().remove(unwanted)).isTrue();
        assertThat(pool.getQueue()).hasSize(1).doesNotContain(unwanted);

        release.countDown();
        terminate(pool);
        assertThat(runs.sum()).isOne();
    }

    @Test
    void purgeGivesTheRoomOfCancelledTasksBack() throws Exception {
        ThreadPoolExecutor pool = busyPool();
        LongAdder runs = new LongAdder();
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            futures.add(pool.submit(runs::increment));
        }
        futures.get(0).cancel(false);
        futures.get(2).cancel(false);
        assertThat(queue.remainingCapacity()).isZero();

        pool.purge();

        assertThat(queue.remainingCapacity()).isEqualTo(2);
        pool.execute(runs::increment);
        pool.execute(runs::increment);
        release.countDown();
        terminate(pool);
        assertThat(runs.sum()).isEqualTo(CAPACITY);
    }

    @Test
    void shutdownNowReturnsWhatWasWaitingInOrder() {
        ThreadPoolExecutor pool = busyPool();
        LongAdder runs = new LongAdder();
        List<Runnable> waiting = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            Runnable task = runs::increment;
            waiting.add(task);
            pool.execute(task);
        }

        assertThat(pool.shutdownNow()).isEqualTo(waiting);

        assertThat(queue).isEmpty();
        assertThat(runs.sum()).isZero();
    }

    @Test
    void idleThreadsEndAtShutdown() throws Exception {
        ThreadPoolExecutor pool = pool(3, 3);
        pool.prestartAllCoreThreads();
        await().atMost(HANG).until(() -> pool.getPoolSize() == 3);

        terminate(pool);

        assertThat(pool.getPoolSize()).isZero();
    }

    @Test
    void idleThreadsTimeOut() throws Exception {
        ThreadPoolExecutor pool = pool(3, 3);
        pool.allowCoreThreadTimeOut(true);
        Future<String> first = pool.submit(() -> "first");
        assertThat(first.get()).isEqualTo("first");

        await().pollInterval(Duration.ofMillis(1)).atMost(HANG).until(() -> pool.getPoolSize() == 0);

        assertThat(pool.submit(() -> "second").get()).isEqualTo("second");
    }

    @Test
    void completionServiceDeliversEveryResult() throws Exception {
        int tasks = 500;
        ExecutorService pool = Executors.newFixedThreadPool(4);
        executors.add(pool);
        CompletionService<Integer> service = new ExecutorCompletionService<>(pool, new MpmcQueue<>(tasks));
        for (int i = 0; i < tasks; i++) {
            int task = i;
            service.submit(() -> task);
        }

        List<Integer> results = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            results.add(service.take().get());
        }

        assertThat(results).hasSize(tasks).doesNotHaveDuplicates();
        assertThat(service.poll()).isNull();
    }
}
