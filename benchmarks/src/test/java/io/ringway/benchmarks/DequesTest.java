package io.ringway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

/** A peer that loses elements would look fast. */
@Timeout(60)
class DequesTest {

    private static final int CAPACITY = 64;
    private static final int ELEMENTS = 50_000;

    static Stream<String> deques() throws NoSuchFieldException {
        return named(DequeBenchmark.class);
    }

    static Stream<String> sharedDeques() throws NoSuchFieldException {
        return named(DequeStealBenchmark.class);
    }

    static Stream<String> pools() throws NoSuchFieldException {
        return named(ForkJoinBenchmark.class);
    }

    private static Stream<String> named(Class<?> suite) throws NoSuchFieldException {
        return Arrays.stream(suite.getField("queue").getAnnotation(Param.class).value());
    }

    @ParameterizedTest
    @MethodSource("deques")
    void popsTheNewestFirst(String name) {
        Deques.Deque deque = Deques.named(name, CAPACITY);
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(deque.push(i)).isTrue();
        }
        for (int i = CAPACITY - 1; i >= 0; i--) {
            assertThat(deque.pop()).isEqualTo(i);
        }
        assertThat(deque.pop()).isNull();
    }

    @ParameterizedTest
    @MethodSource("sharedDeques")
    void givesEachElementToOneThread(String name) throws Exception {
        Deques.Deque deque = Deques.named(name, CAPACITY);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<List<Object>> thief = executor.submit(() -> {
                List<Object> stolen = new ArrayList<>();
                while (!done.get()) {
                    Object element = deque.steal();
                    if (element != null) {
                        stolen.add(element);
                    }
                }
                return stolen;
            });
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < ELEMENTS; i++) {
                while (!deque.push(i)) {
                    Object element = deque.pop();
                    if (element != null) {
                        all.add(element);
                    }
                }
                if (i % 3 == 0) {
                    Object element = deque.pop();
                    if (element != null) {
                        all.add(element);
                    }
                }
            }
            for (Object element = deque.pop(); element != null; element = deque.pop()) {
                all.add(element);
            }
            done.set(true);
            all.addAll(thief.get(30, TimeUnit.SECONDS));
            assertThat(all.stream().map(Integer.class::cast).sorted())
                    .isEqualTo(IntStream.range(0, ELEMENTS).boxed().toList());
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("pools")
    void addsUpAllNumbers(String name) {
        int[] numbers =
                new SplittableRandom(2).ints(1_000_003, -1000, 1_000_000).toArray();
        long expected = Arrays.stream(numbers).asLongStream().sum();
        for (int workers = 1; workers <= 4; workers++) {
            try (TreeSum sum = TreeSum.named(name, workers)) {
                for (int round = 0; round < 20; round++) {
                    assertThat(sum.of(numbers)).isEqualTo(expected);
                }
            }
        }
    }
}
