package io.ringway.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringway.benchmarks.model.Run;
import io.ringway.benchmarks.runner.Program.Asked;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class ProgramRunnerTest {

    @TempDir
    Path root;

    @Test
    void everyFigureThatIsAskedOfTheBacklogIsPrinted() throws Exception {
        Program backlog = Plan.programs(List.of("durable-backlog"), true).get(0);

        ProgramRunner.Printed printed = runner().run(program(List.of("--backlog"), backlog.asked()));

        assertThat(printed.figures())
                .allSatisfy((name, value) -> assertThat(value).as(name).isNotNegative());
        assertThat(printed.figures().get("disk")).isGreaterThan(1_024);
        assertThat(Files.readString(root.resolve("forks.log"))).contains("==== tried", "backlog");
        assertThat(root.resolve("benchmarks/target/programs")).doesNotExist();
    }

    @Test
    void everyFigureThatIsAskedOfARebalanceIsPrinted() throws Exception {
        Program rebalance = Plan.programs(List.of("durable-rebalance"), true).get(0);

        assertThat(runner().run(program(List.of("--rebalances", "2"), rebalance.asked()))
                        .figures())
                .containsKeys("leave-p99", "join-p99");
    }

    @Test
    void everyFigureThatIsAskedOfTheRateIsPrinted() throws Exception {
        List<Asked> asked = Plan.programs(List.of("durable-1x1", "durable-many", "durable-commit"), true).stream()
                .flatMap(program -> program.asked().stream())
                .toList();

        assertThat(runner().run(program(List.of("--rate", "100000"), asked)).figures())
                .containsKeys("rate", "commit-p99");
    }

    @Test
    void aProgramThatFailsOrLeavesOutAFigureIsNamed() {
        assertThatThrownBy(() -> runner().run(program(List.of("--ordering", "none such"), List.of())))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("it ended with 1");
        assertThatThrownBy(() ->
                        runner().run(program(List.of(), List.of(new Asked("absent", "", "", true, null, null, "")))))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("absent");
    }

    @Test
    void aBrokerThatIsNotBuiltIsSaidAndTheRunGoesOn() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Comparison comparison = new Comparison(
                Settings.of("quick").custom(),
                List.of("broker"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                false);

        Run run = comparison.run(root, "command", root.resolve("forks.log"), root);

        assertThat(run.figures()).isNotEmpty().allSatisfy(figure -> {
            assertThat(figure.standing()).isEqualTo("failed");
            assertThat(figure.remark()).contains("ringway-broker.jar", "mvn -DskipTests package");
        });
        assertThat(comparison.failures())
                .anyMatch(failure -> failure.startsWith("broker: "))
                .allMatch(failure -> failure.startsWith("broker"));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("left  broker, round 1 of 1");
        assertThat(Comparison.table(run)).contains("broker-out", "18,000/40,000", "failed");
    }

    private ProgramRunner runner() {
        return new ProgramRunner(Settings.of("quick"), root, root.resolve("forks.log"));
    }

    /** With few messages, so that it takes about a second. */
    private static Program program(List<String> options, List<Asked> asked) {
        return new Program(
                "tried",
                "durable.DurableRate",
                false,
                options,
                List.of("--messages", "2000", "--warmup", "1000"),
                List.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                asked);
    }
}
