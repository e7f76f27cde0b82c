package io.ringway.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void learnsFromTheForksSoFarWhatTheRestTakes() {
        Pace pace = new Pace(Duration.ofMinutes(1));
        pace.plan(10, SECOND);
        pace.finish(SECOND, Duration.ofSeconds(3));
        assertThat(pace.left()).isEqualTo(Duration.ofSeconds(27));
        assertThat(pace.percent()).isEqualTo(10);
    }

    @Test
    void whatIsSkippedTakesNoTime() {
        Pace pace = new Pace(Duration.ofMinutes(1));
        pace.plan(10, SECOND);
        pace.finish(SECOND, SECOND);
        pace.skip(5, SECOND);
        assertThat(pace.left()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void affordsNoMoreThanTheBudget() {
        Pace pace = new Pace(Duration.ofSeconds(10));
        pace.plan(4, SECOND);
        pace.finish(SECOND, Duration.ofSeconds(2));
        assertThat(pace.affords(Duration.ofSeconds(2))).isTrue();
        assertThat(pace.affords(Duration.ofSeconds(3))).isFalse();
    }

    @Test
    void anEmptyPlanIsDone() {
        assertThat(new Pace(SECOND).percent()).isEqualTo(100);
    }
}
