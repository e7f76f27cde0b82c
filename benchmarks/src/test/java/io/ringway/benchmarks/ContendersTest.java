package io.ringway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringway.benchmarks.Contenders.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that loses elements would look fast. */
@Timeout(60)
class ContendersTest {

    private static final int CAPACITY = 64;
    private static final int EACH = 20_000;

    static Stream<String> all() {
        return Contenders.all().stream().map(Contenders.Contender::name);
    }

    static Stream<String> blocking() {
        return all().filter(name -> Contenders.queue(name, CAPACITY) instanceof BlockingQueue);
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasATitleWithItsLibrary(String name) {
        assertThat(Contenders.named(name).title())
                .contains(name.substring(name.indexOf('.') + 1))
                .doesNotContain("null");
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesAnElementWhenFullUnlessUnbounded(String name) {
        Queue<Object> queue = Contenders.queue(name, CAPACITY);
        int accepted = 0;
        while (accepted < 2 * CAPACITY && queue.offer(accepted)) {
            accepted++;
        }
        if (Contenders.named(name).bounded()) {
            assertThat(accepted).isEqualTo(CAPACITY);
        } else {
            assertThat(accepted).isEqualTo(2 * CAPACITY);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void losesNothingOfferedByItsThreads(String name) throws Exception {
        Threads threads = Contenders.named(name).threads();
        Queue<Object> queue = Contenders.queue(name, CAPACITY);
        transfer(
                threads == Threads.SPSC ? 1 : 2,
                threads == Threads.MPMC ? 2 : 1,
                element -> {
                    int failures = 0;
                    while (!queue.offer(element)) {
                        Idle.YIELD.pause(failures++);
                    }
                },
                queue::poll);
    }

    @ParameterizedTest
    @MethodSource("blocking")
    void losesNothingPutByItsThreads(String name) throws Exception {
        Threads threads = Contenders.named(name).threads();
        BlockingQueue<Object> queue = Contenders.blocking(name, CAPACITY);
        transfer(threads == Threads.SPSC ? 1 : 2, 1, queue::put, queue::take);
    }

    @ParameterizedTest
    @MethodSource("all")
    void losesNothingInBatches(String name) throws Exception {
        boolean fifo = !name.equals("jdk.PriorityBlockingQueue");
        Batching batches = Contenders.batching(name, CAPACITY, 16);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Future<?> producer = executor.submit(() -> {
                AtomicInteger next = new AtomicInteger();
                int moved = 0;
                int failures = 0;
                while (moved < EACH) {
                    int batch = batches.fill(next::getAndIncrement, Math.min(16, EACH - moved));
                    moved += batch;
                    if (batch == 0) {
                        Idle.YIELD.pause(failures++);
                    }
                }
            });
            List<Object> received = new ArrayList<>();
            Future<?> consumer = executor.submit(() -> {
                int failures = 0;
                while (received.size() < EACH) {
                    if (batches.drain(received::add, 16) == 0) {
                        Idle.YIELD.pause(failures++);
                    }
                }
            });
            producer.get(30, TimeUnit.SECONDS);
            consumer.get(30, TimeUnit.SECONDS);
            assertThat(fifo ? received : received.stream().sorted().toList())
                    .isEqualTo(IntStream.range(0, EACH).boxed().toList());
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void namesTheContendersWhenThereIsNoneOfThatName() {
        assertThatThrownBy(() -> Contenders.named("jctools.Nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jctools.Nothing")
                .hasMessageContaining("jctools.SpscArrayQueue");
    }

    @Test
    void refusesToBlockWithAQueueThatCannot() {
        assertThatThrownBy(() -> Contenders.blocking("jctools.SpscArrayQueue", CAPACITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jctools.SpscArrayQueue");
    }

    /** Moves distinct elements from producers to consumers and checks that each arrived once. */
    private static void transfer(int producers, int consumers, Insertion insertion, Callable<Object> removal)
            throws Exception {
        int total = producers * EACH;
        AtomicInteger outstanding = new AtomicInteger(total);
        ExecutorService executor = Executors.newFixedThreadPool(producers + consumers);
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                int first = p * EACH;
                sent.add(executor.submit(() -> {
                    for (int i = 0; i < EACH; i++) {
                        insertion.insert(first + i);
                    }
                    return null;
                }));
            }
            List<Future<List<Integer>>> received = new ArrayList<>();
            for (int c = 0; c < consumers; c++) {
                received.add(executor.submit(() -> {
                    List<Integer> mine = new ArrayList<>();
                    int failures = 0;
                    while (outstanding.get() > 0) {
                        Object element = removal.call();
                        if (element == null) {
                            Idle.YIELD.pause(failures++);
                        } else {
                            failures = 0;
                            mine.add((Integer) element);
                            outstanding.decrementAndGet();
                        }
                    }
                    return mine;
                }));
            }
            for (Future<?> producer : sent) {
                producer.get(30, TimeUnit.SECONDS);
            }
            List<Integer> all = new ArrayList<>();
            for (Future<List<Integer>> consumer : received) {
                all.addAll(consumer.get(30, TimeUnit.SECONDS));
            }
            assertThat(all.stream().sorted().toList())
                    .isEqualTo(IntStream.range(0, total).boxed().toList());
        } finally {
            executor.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Insertion {
        void insert(Object element) throws InterruptedException;
    }
}
