package io.ringway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PinningTest {

    @Test
    void dealsThreadsToTheAllowedProcessorsInTurn() {
        BitSet allowed = new BitSet();
        allowed.set(2);
        allowed.set(5);
        allowed.set(7);
        assertThat(List.of(0, 1, 2, 3, 7))
                .extracting(index -> Pinning.processor(allowed, index))
                .containsExactly(2, 5, 7, 2, 5);
    }

    @Test
    void saysHowOrWhyNot() {
        assertThat(Pinning.probe().explanation()).isNotBlank();
    }
}
