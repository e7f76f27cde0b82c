package io.ringway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void whatIsPrintedIsReadBack() {
        assertThat(Load.read(Load.line("commit-p99", 1.25, "ms"))).contains(Map.entry("commit-p99", 1.25));
        assertThat(Load.read(Load.line("a-name-that-is-longer-than-its-column", 1_234_567, "messages/s")))
                .contains(Map.entry("a-name-that-is-longer-than-its-column", 1_234_567.0));
    }

    @Test
    void otherLinesAreNoFigures() {
        assertThat(Load.read("target is in memory: a sync costs nothing there")).isEmpty();
        assertThat(Load.read("")).isEmpty();
        assertThat(Load.read("rate NaN messages/s")).isEmpty();
    }
}
