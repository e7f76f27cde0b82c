package io.ringway.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Arithmetic.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5.0);
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheTwoMiddleOnes() {
        assertThat(Arithmetic.median(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3.0);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> Arithmetic.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ratioIsAboveOneWhenMoreIsBetterAndOursIsMore() {
        assertThat(Arithmetic.ratio(20, 10, true)).isEqualTo(2);
    }

    @Test
    void ratioIsAboveOneWhenLessIsBetterAndOursIsLess() {
        assertThat(Arithmetic.ratio(10, 20, false)).isEqualTo(2);
    }

    @Test
    void sharesSumToOne() {
        assertThat(Arithmetic.shares(List.of(3.0, 1.0))).containsExactly(0.75, 0.25);
    }

    @Test
    void sharesOfNothingAreAlike() {
        assertThat(Arithmetic.shares(List.of(0.0, 0.0))).containsExactly(0.5, 0.5);
    }

    @Test
    void fairnessIsOneWhenAllHaveTheSame() {
        assertThat(Arithmetic.fairness(List.of(0.25, 0.25, 0.25, 0.25))).isEqualTo(1);
    }

    @Test
    void fairnessIsZeroWhenOneStarves() {
        assertThat(Arithmetic.fairness(List.of(1.0, 0.0))).isZero();
    }

    @Test
    void fairnessIsThatOfTheWorseSide() {
        assertThat(Arithmetic.fairness(List.of(0.5, 0.5), List.of(0.8, 0.2))).isCloseTo(0.4, within(1e-9));
    }
}
