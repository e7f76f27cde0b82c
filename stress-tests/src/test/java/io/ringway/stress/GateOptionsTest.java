package io.ringway.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateOptionsTest {

    private static GateOptions parse(String mode) {
        return GateOptions.parse(
                "--mode=" + mode, "--seconds=5", "--jcstress=-m quick", "--canaries=c", "--out=o", "--results=r");
    }

    @Test
    void namedValuesAreRead() {
        assertThat(parse("full"))
                .isEqualTo(new GateOptions(true, 5, List.of("-m", "quick"), Path.of("c"), Path.of("o"), Path.of("r")));
        assertThat(parse("short").full()).isFalse();
    }

    @Test
    void unknownModeIsRefusedByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("fast")).withMessageContaining("fast");
    }

    @Test
    void missingValueIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GateOptions.parse("--mode=short"))
                .withMessageContaining("--seconds");
    }

    @Test
    void argumentWithoutNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GateOptions.parse("short"))
                .withMessageContaining("short");
    }
}
