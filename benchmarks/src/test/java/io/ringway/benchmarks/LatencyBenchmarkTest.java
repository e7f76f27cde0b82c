package io.ringway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyBenchmarkTest {
    private static final int SHORT = 100;
    private static final int LONG = 2_000;

    @Test
    void aPercentileOfAWindowIsTheLastTimeThatIsNotBeyondIt() {
        assertThat(percentileOf(5, 99.9)).isEqualTo(SHORT);
        assertThat(percentileOf(6, 99.9)).isEqualTo(LONG);
        assertThat(percentileOf(50, 99)).isEqualTo(SHORT);
        assertThat(percentileOf(51, 99)).isEqualTo(LONG);
    }

    @Test
    void onlyWholeWindowsCountAndEachForItself() {
        int[] times = new int[LatencyBenchmark.Record.WINDOW * 4];
        Arrays.fill(times, SHORT);
        Arrays.fill(times, LatencyBenchmark.Record.WINDOW, LatencyBenchmark.Record.WINDOW * 2, LONG);
        Histogram values = new Histogram(3);
        LatencyBenchmark.Record.cut(times, LatencyBenchmark.Record.WINDOW * 4 - 1, 99, values);
        assertThat(values.getTotalCount()).isEqualTo(3);
        assertThat(values.getCountAtValue(SHORT)).isEqualTo(2);
        assertThat(values.getCountAtValue(LONG)).isEqualTo(1);
    }

    /** Of one window with some long times at its beginning. */
    private static long percentileOf(int longOnes, double percentile) {
        int[] times = new int[LatencyBenchmark.Record.WINDOW];
        Arrays.fill(times, SHORT);
        Arrays.fill(times, 0, longOnes, LONG);
        Histogram values = new Histogram(3);
        LatencyBenchmark.Record.cut(times, times.length, percentile, values);
        return values.getMaxValue();
    }
}
