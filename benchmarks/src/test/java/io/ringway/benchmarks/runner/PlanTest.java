package io.ringway.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringway.benchmarks.Contenders;
import io.ringway.benchmarks.ForkSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;

class PlanTest {

    private static final Settings QUICK = Settings.of("quick");
    private static final Settings FULL = Settings.of("full");

    @Test
    void everyRoundRunsEveryContenderOnce() {
        Question question = question("mpmc-1p1c");
        assertThat(Plan.round(question, QUICK, 2, 2).stream().map(Cell::contender))
                .containsExactlyInAnyOrderElementsOf(question.contenders(false));
    }

    @Test
    void everyRoundBeginsWithAnotherContender() {
        Question question = question("mpmc-1p1c");
        assertThat(List.of(1, 2, 3))
                .extracting(
                        round -> Plan.round(question, QUICK, round, 2).get(0).contender())
                .doesNotHaveDuplicates();
    }

    @Test
    void theFullModeRunsEveryContenderInBothIdleChoices() {
        Question question = question("mpmc-2p2c");
        assertThat(Plan.round(question, FULL, 1, 2))
                .hasSize(2 * question.contenders(true).size())
                .doesNotHaveDuplicates();
    }

    @Test
    void theQuickModeGivesAllContendersOfASuiteTheSameIdleChoice() {
        assertThat(Plan.round(question("mpmc-2p2c"), QUICK, 1, 2))
                .extracting(Cell::idle)
                .containsOnly("yield");
    }

    @Test
    void threadsThatShareAProcessorYieldInTheQuickMode() {
        assertThat(Plan.round(question("mpmc-2p2c"), QUICK, 1, 4))
                .extracting(Cell::idle)
                .containsOnly("spin");
        assertThat(Plan.round(question("spsc-1p1c"), QUICK, 1, 2))
                .extracting(Cell::idle)
                .containsOnly("spin");
        assertThat(Plan.round(question("spsc-1p1c"), QUICK, 1, 1))
                .extracting(Cell::idle)
                .containsOnly("yield");
    }

    @Test
    void countsTheForksThatTheRoundsWillHave() {
        for (Question question : Questions.all()) {
            for (Settings settings : List.of(QUICK, FULL)) {
                int forks = 0;
                for (int round = 1; round <= settings.rounds(question); round++) {
                    forks += Plan.round(question, settings, round, 2).size();
                }
                assertThat(Plan.forks(question, settings, 2)).as(question.id()).isEqualTo(forks);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"quick", "full"})
    void thePlanFitsIntoItsBudget(String mode) {
        Settings settings = Settings.of(mode);
        Pace pace = new Pace(settings.budget());
        Plan.questions(List.of(), settings.full())
                .forEach(question -> pace.plan(Plan.forks(question, settings, 2), settings.fork(question)));
        Plan.programs(List.of(), settings.full())
                .forEach(program -> pace.plan(settings.roundsOfPrograms(), program.length(settings.full())));
        assertThat(pace.affords(Duration.ZERO)).as("needs %s", pace.left()).isTrue();
    }

    @Test
    void theFullModeHasAtLeastFiveRounds() {
        assertThat(Questions.all().stream().filter(question -> question.kind() != Kind.PARKED))
                .allSatisfy(question -> assertThat(FULL.rounds(question)).isGreaterThanOrEqualTo(5));
    }

    @Test
    void choosesSuitesByTheBeginningOfTheirNames() {
        assertThat(Plan.questions(List.of("mpmc-2", "spsc"), false).stream().map(Question::id))
                .containsExactly("spsc-1p1c", "spsc-batch-1p1c", "mpmc-2p2c");
    }

    @Test
    void choosesProgramsByTheBeginningOfTheirNamesToo() {
        assertThat(Plan.programs(List.of("durable-b", "broker-l"), false).stream()
                        .map(Program::id))
                .containsExactly("durable-backlog", "broker-list");
        assertThat(Plan.questions(List.of("broker"), false)).isEmpty();
        Plan.check(List.of("durable", "broker"));
    }

    @Test
    void theQuickModeGivesAllProgramsAMinuteAndAHalf() {
        Duration all = Plan.programs(List.of(), false).stream()
                .map(program -> program.length(false))
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(all).isLessThanOrEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void everyQuestionCanBeAskedOnTheMachinesOfTheBuild() {
        assumeThat(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .isEqualTo("Linux amd64");
        assertThat(Questions.all()).extracting(Questions::obstacle).containsOnly("");
    }

    @Test
    void theQuickModeLeavesSomeQuestionsOut() {
        List<Question> quick = Plan.questions(List.of(), false);
        assertThat(quick).isNotEmpty().hasSizeLessThan(Questions.all().size());
        assertThat(Plan.questions(List.of(), true)).isEqualTo(Questions.all());
    }

    @Test
    void aQuestionThatTheQuickModeLeavesOutIsRunWhenNamed() {
        Question question = question("latency-mpsc");
        assertThat(Plan.questions(List.of(), false)).doesNotContain(question);
        assertThat(QUICK.rounds(question)).isEqualTo(1);
    }

    @Test
    void namesTheSuitesWhenNoneBeginsSo() {
        assertThatThrownBy(() -> Plan.check(List.of("mpmc", "nothing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing")
                .hasMessageContaining("mpmc-2p2c")
                .hasMessageContaining("durable-backlog");
    }

    @Test
    void everyQuestionAsksABenchmarkThatTakesItsContenders() throws Exception {
        for (Question question : Questions.all()) {
            String method = question.benchmark();
            int end = method.lastIndexOf('.');
            Class<?> suite = Class.forName(ForkSettings.class.getPackageName() + "." + method.substring(0, end));
            assertThat(Arrays.stream(suite.getMethods())
                            .filter(each -> each.isAnnotationPresent(Benchmark.class))
                            .map(each -> each.isAnnotationPresent(Group.class)
                                    ? each.getAnnotation(Group.class).value()
                                    : each.getName()))
                    .as(question.id())
                    .contains(method.substring(end + 1));
            assertThat(suite.getField("queue").getAnnotation(Param.class).value())
                    .as(question.id())
                    .containsAll(question.contenders(true));
        }
    }

    @Test
    void noContenderIsAskedForMoreThreadsThanItAllows() {
        for (Question question : Questions.all()) {
            for (String name : question.contenders(true)) {
                Contenders.Threads threads = Contenders.named(name).threads();
                assertThat(question.producers() > 1 && threads == Contenders.Threads.SPSC)
                        .as("%s with %s", question.id(), name)
                        .isFalse();
                assertThat(question.consumers() > 1 && threads != Contenders.Threads.MPMC)
                        .as("%s with %s", question.id(), name)
                        .isFalse();
            }
        }
    }

    private static Question question(String id) {
        return Plan.questions(List.of(id), false).get(0);
    }
}
