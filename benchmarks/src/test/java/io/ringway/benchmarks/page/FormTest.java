package io.ringway.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.benchmarks.model.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormTest {

    private static Form of(String mode, String command) {
        Run run = Fixture.runOf(List.of(Fixture.suiteNamed("suite")));
        return Form.of(new Run(
                run.schema(),
                run.id(),
                run.started(),
                run.finished(),
                mode,
                run.commit(),
                run.dirty(),
                command,
                run.machine(),
                run.rule(),
                run.suites(),
                run.figures()));
    }

    @Test
    void aFullRunNeedsNoCaution() {
        assertThat(of("full", "mvn -Pbench verify -Dbench=full")).isEqualTo(new Form("full", ""));
    }

    @Test
    void shortForksAreCalledSo() {
        assertThat(of("quick", "mvn -Pbench verify").caution()).contains("not a full run");
        assertThat(of("custom", "mvn -Pbench verify -Dbench.rounds=1").caution())
                .contains("few and short");
    }

    @Test
    void theLongFormWithFewRoundsTellsHowMany() {
        Form form = of("custom", "mvn -Pbench verify -Dbench=full -Dbench.rounds=1");

        assertThat(form.name()).isEqualTo("long form, 1 round");
        assertThat(form.caution()).contains("1 round instead of 5").doesNotContain("short");
    }
}
