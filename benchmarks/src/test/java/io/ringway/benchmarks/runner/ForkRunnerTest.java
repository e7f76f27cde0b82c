package io.ringway.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.benchmarks.LatencyBenchmark;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkRunnerTest {

    @Test
    void aForkHandsTheTimesOfEachIterationOver(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("latency.hlog");
        System.setProperty(LatencyBenchmark.FILE_PROPERTY, file.toString());
        try {
            Histogram windows = of(7);
            windows.setTag("99.9");
            LatencyBenchmark.handOver(List.of(of(100, 300), of(), of(50_000_000), windows));
        } finally {
            System.clearProperty(LatencyBenchmark.FILE_PROPERTY);
        }
        Map<String, List<Histogram>> all = ForkRunner.histograms(file);
        assertThat(all).containsOnlyKeys(ForkRunner.ALL_TIMES, "99.9");
        List<Histogram> read = all.getOrDefault(ForkRunner.ALL_TIMES, List.of());
        assertThat(read).extracting(Histogram::getTotalCount).containsExactly(2L, 0L, 1L);
        assertThat(read.get(0).getMaxValue()).isEqualTo(300);
        assertThat(Percentiles.at(Percentiles.of(read), Percentiles.MEDIAN)).isEqualTo(300);
    }

    @Test
    void onlyWhereElementsGoFromProcessorToProcessorTheirDistanceMatters() {
        assertThat(Questions.all().stream()
                        .filter(Question::dependsOnDistance)
                        .map(Question::id)
                        .filter(id -> id.startsWith("latency") || id.startsWith("batching-l")))
                .containsExactly("latency-spsc", "latency-mpsc", "latency-mpmc", "latency-priority");
    }

    @Test
    void theLoopThatIsLeftToTheInterpreterIsThere() {
        assertThat(Questions.all())
                .filteredOn(question -> question.kind() == Kind.LATENCY)
                .allSatisfy(question -> {
                    String[] loop = ForkRunner.loopOfJmh(question.benchmark()).split("::", -1);
                    assertThat(Class.forName(loop[0]).getMethods())
                            .extracting(Method::getName)
                            .contains(loop[1]);
                });
    }

    private static Histogram of(long... nanos) {
        Histogram histogram = new Histogram(3);
        for (long time : nanos) {
            histogram.recordValue(time);
        }
        return histogram;
    }
}
