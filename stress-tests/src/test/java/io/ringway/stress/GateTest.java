package io.ringway.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The gate's command line: what it refuses, and how it takes JCStress' options. */
class GateTest {
    private final Gate gate = new Gate();
    private final CommandLine line = Gate.commandLine(gate);
    private final StringWriter errors = new StringWriter();
    private final StringWriter output = new StringWriter();

    GateTest() {
        line.setErr(new PrintWriter(errors)).setOut(new PrintWriter(output));
    }

    @Test
    void takesOptionsOfJcstressWithBlanksBetweenQuotes() {
        line.parseArgs(
                "--mode=full",
                "--seconds=5",
                "--jcstress=-m quick -jvmArgs \"-XX:+UseSerialGC -Xmx64m\"  -pth false",
                "--canaries=c",
                "--out=o",
                "--results=r");
        assertThat(gate.jcstress())
                .containsExactly("-m", "quick", "-jvmArgs", "-XX:+UseSerialGC -Xmx64m", "-pth", "false");
    }

    @ParameterizedTest
    @CsvSource({
        "--mode=fast, fast",
        "--mode=short, --seconds",
        "--mode=short --seconds=soon, soon",
        "short, short",
        "--mode=short --seconds=1 --canaries=c --out=o --results=r --speed=2, --speed"
    })
    void refusesWhatItDoesNotKnowByName(String arguments, String named) {
        assertThat(line.execute(arguments.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains(named);
    }

    @Test
    void tellsItsOptions() {
        assertThat(line.execute("--help")).isEqualTo(CommandLine.ExitCode.OK);
        assertThat(output.toString()).contains("--mode", "--seconds", "--jcstress", "--canaries", "--out", "--results");
    }
}
