package io.ringway.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void aheadWhenTheMedianIsClearlyBetterAndNoRoundWasWorse() {
        assertThat(Verdict.of(List.of(1.01, 1.05, 1.4))).isEqualTo(Verdict.AHEAD);
    }

    @Test
    void levelWhenOneRoundWasWorse() {
        assertThat(Verdict.of(List.of(0.99, 2.0, 3.0))).isEqualTo(Verdict.LEVEL);
    }

    @Test
    void levelWhenBetterByLessThanTheMargin() {
        assertThat(Verdict.of(List.of(1.01, 1.02, 1.03))).isEqualTo(Verdict.LEVEL);
    }

    @Test
    void behindWhenTheMedianIsClearlyWorseAndNoRoundWasBetter() {
        assertThat(Verdict.of(List.of(0.7, 0.8, 0.99))).isEqualTo(Verdict.BEHIND);
    }

    @Test
    void levelWhenOneRoundWasBetter() {
        assertThat(Verdict.of(List.of(0.2, 0.3, 1.01))).isEqualTo(Verdict.LEVEL);
    }
}
