package io.ringway.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void everyFigureHasItsUnit() {
        assertThat(Figures.withUnit(16_340_000, "transfers/s")).isEqualTo("16.3 M transfers/s");
        assertThat(Figures.withUnit(126.4, "M transfers/s")).isEqualTo("126 M transfers/s");
        assertThat(Figures.withUnit(12_900, "k readings/s")).isEqualTo("12.9 M readings/s");
        assertThat(Figures.spread(8.6, 8.1, 12.2, "k commands/s")).isEqualTo("8600 commands/s [8100 .. 12200]");
        assertThat(Figures.withUnit(999, "ns")).isEqualTo("999 ns");
        assertThat(Figures.withUnit(12_340, "ns")).isEqualTo("12.3 µs");
        assertThat(Figures.withUnit(2_500_000, "ns")).isEqualTo("2.50 ms");
        assertThat(Figures.bytesPerOp(24)).isEqualTo("24.000 B/op");
        assertThat(Figures.share(0.5)).isEqualTo("50 %");
        assertThat(Figures.ratio(1.234)).isEqualTo("1.23×");
    }

    @Test
    void aSpreadIsInOneUnit() {
        assertThat(Figures.spread(1_100, 900, 2_000, "ns")).isEqualTo("1.10 µs [0.900 .. 2.00]");
    }

    @Test
    void whatWasNotMeasuredIsNotZero() {
        assertThat(Figures.bytesPerOp(-1)).isEqualTo("not measured");
        assertThat(Figures.share(-1)).isEqualTo("not measured");
        assertThat(Figures.ratio(Double.NaN)).isEqualTo("–");
        assertThat(Figures.significant(Double.POSITIVE_INFINITY)).isEqualTo("–");
    }

    @Test
    void largeFiguresHaveNoExponent() {
        assertThat(Figures.significant(123_456_789)).isEqualTo("123000000");
        assertThat(Figures.significant(0)).isEqualTo("0");
    }

    @Test
    void percentilesKeepTheirNines() {
        assertThat(Figures.percentile(99.9)).isEqualTo("p99.9");
        assertThat(Figures.percentile(50)).isEqualTo("p50");
        assertThat(Figures.percentile(100)).isEqualTo("max");
    }

    @Test
    void aLogarithmicAxisHasNoMoreMarksThanFit() {
        assertThat(Ticks.log(0.9, 2.1, 6)).containsExactly(1.0, 1.5, 2.0);
        assertThat(Ticks.log(1, 1e6, 4)).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aLinearAxisBeginsAtZero() {
        List<Double> ticks = Ticks.linear(1, 6);

        assertThat(ticks).first().isEqualTo(0.0);
        assertThat(ticks).last().isEqualTo(1.0);
        assertThat(ticks).hasSizeLessThanOrEqualTo(6);
    }
}
