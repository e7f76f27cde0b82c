package io.ringway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();
    private long now = System.nanoTime();

    private void assertPause(long millis) {
        backoff.fail(now);
        now += TimeUnit.MILLISECONDS.toNanos(millis) - 1;
        assertThat(backoff.isOver(now)).isFalse();
        now++;
        assertThat(backoff.isOver(now)).isTrue();
    }

    @Test
    void thePausesDoubleUpToTenSeconds() {
        assertThat(backoff.isOver(now)).isTrue();
        for (long millis : new long[] {100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000}) {
            assertPause(millis);
        }
    }

    @Test
    void aSuccessMakesTheNextPauseAFirstOne() {
        assertPause(100);
        assertPause(200);
        backoff.succeed();
        assertThat(backoff.isOver(now)).isTrue();
        assertPause(100);
    }
}
