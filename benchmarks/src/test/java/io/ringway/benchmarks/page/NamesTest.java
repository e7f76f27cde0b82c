package io.ringway.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void aShortNameStaysInOneLine() {
        assertThat(Names.twoLines("MPSC, put and take", 20)).isEqualTo("MPSC, put and take");
    }

    @Test
    void aLongNameIsBrokenAtAComma() {
        assertThat(Names.twoLines("Deque, owner alone, private limit", 20))
                .isEqualTo("Deque, owner alone,\nprivate limit");
    }

    @Test
    void aNameIsBrokenInTheMiddleWhereNoCommaLeavesTwoShortLines() {
        assertThat(Names.twoLines("Batching, a lone element's delay, p99.9", 22))
                .isEqualTo("Batching, a lone\nelement's delay, p99.9");
        assertThat(Names.twoLines("withoutanyblankinit", 10)).isEqualTo("withoutanyblankinit");
    }
}
