package io.ringway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

/** A peer that loses elements, or whose batches are too large, would look fast. */
@Timeout(60)
class BatchSourcesTest {

    private static final int BATCH = 16;
    private static final int ELEMENTS = 20_000;

    static Stream<String> all() throws NoSuchFieldException {
        return Arrays.stream(LingerBenchmark.class
                .getField("queue")
                .getAnnotation(Param.class)
                .value());
    }

    private static BatchSource source(String name) {
        return BatchSources.named(name, BATCH, Duration.ofMillis(1), 64, Idle.YIELD);
    }

    @ParameterizedTest
    @MethodSource("all")
    void losesNothingAndKeepsToTheSize(String name) throws Exception {
        BatchSource source = source(name);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> producer = executor.submit(() -> {
                for (int i = 0; i < ELEMENTS; i++) {
                    int failures = 0;
                    while (!source.offer(i)) {
                        Idle.YIELD.pause(failures++);
                    }
                }
            });
            List<Object> received = new ArrayList<>();
            int largest = 0;
            while (received.size() < ELEMENTS) {
                int before = received.size();
                int count = source.collect(received::add);
                assertThat(received).hasSize(before + count);
                largest = Math.max(largest, count);
            }
            producer.get(30, TimeUnit.SECONDS);
            assertThat(largest).isEqualTo(BATCH);
            assertThat(received).isEqualTo(IntStream.range(0, ELEMENTS).boxed().toList());
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesALoneElement(String name) throws Exception {
        BatchSource source = source(name);
        assertThat(source.offer(7)).isTrue();
        List<Object> received = new ArrayList<>();
        while (source.collect(received::add) == 0) {
            Thread.onSpinWait();
        }
        assertThat(received).containsExactly(7);
    }
}
