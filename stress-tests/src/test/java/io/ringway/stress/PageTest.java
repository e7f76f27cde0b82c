package io.ringway.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final Observed OBSERVED = new Observed(
            "race", 1, true, List.of(new Observed.State("1, <2>", "ACCEPTABLE", 12345, "first & second")), List.of());

    private static String page() {
        Verdict verdict = Verdict.of(
                0,
                List.of(new Listed("race", 2), new Listed("crowd", 4)),
                Map.of("race", OBSERVED),
                List.of(new Canary("canary", 1, 9)),
                2);
        return Page.of(verdict, Map.of("race", OBSERVED));
    }

    @Test
    void outcomesAreShownWithTheirCountAndMeaning() {
        assertThat(page())
                .contains("1, &lt;2&gt;")
                .contains("first &amp; second")
                .containsPattern("12.?345");
    }

    @Test
    void testsThatDidNotRunAreShownWithTheReason() {
        assertThat(page()).contains("crowd").contains("not run here").contains("needs 4 cores");
    }
}
