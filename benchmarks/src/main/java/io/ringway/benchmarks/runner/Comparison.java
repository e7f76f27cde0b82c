package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.model.Figure;
import io.ringway.benchmarks.model.Machine;
import io.ringway.benchmarks.model.Run;
import io.ringway.benchmarks.model.Suite;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** The whole run: question by question, round by round, fork by fork. */
public final class Comparison {

    /** How verdicts are given and forks rejected. Fixed before any run. */
    static final String RULE = """
            In each round every contender runs in one virtual machine of its own, one after the other, another one first in each \
            round. A ratio is ours to the peer's of the same round, turned over where less is better, so above 1 ours is better. \
            Ahead: the median ratio is at least 1.05 and every round is above 1. Behind: the median is at most 1/1.05 and every \
            round is below 1. Level: anything else. The strongest peer is the one with the lowest median ratio, of those that promise what ours does: \
another form of ours, and a contender that a suite's note calls a limit, are shown but not counted. \
            The quick mode asks most of the questions, of the strongest peers, in the idle choice that serves most of them best: spin where each thread has a \
            processor of its own, yield where not. The full mode runs every contender in both, and the better one counts, ours and \
            the peers' alike. Disturbed: other processes and the hypervisor together took more than 5 % of the processors' time \
            while the fork ran. Such a fork is repeated once, in the quick mode only as long as time allows; the later fork of a \
            round counts, and all are listed. A wide spread inside a fork rejects nothing, as it can be the queue's own doing. \
            Where the processors of a virtual machine move on their host, a cache line's way between them changes, and every queue's \
            speed with it. It is measured just before and just after each iteration. Those iterations of a suite count in which both lie \
            in one range whose widest is twice its shortest: the range in which most forks have an iteration. A fork's value is \
            their median; of latencies, the distribution of all of them together. All iterations are in run.json. \
            A stall of some milliseconds, in which the system gives a measured thread's processor to another one, decides the high percentiles \
            of a fork, whichever queue it meets. So hand-off latencies are compared twice: all together, stalls and all, and by the percentiles of \
            the median of windows of 5,000 elements, 10 ms, which stalls in fewer than half of the windows leave alone. \
            A figure without a peer is the median of its runs: one in the quick mode, three in the full one. A disturbed one counts, \
            and says so. \
            Allocation below 0.1 bytes a transfer is the measurement's own and shown as 0.""";

    private final Settings settings;
    private final List<Question> questions;
    private final List<Program> programs;
    private final PrintStream out;
    private final boolean terminal;
    private final Set<String> failures = new LinkedHashSet<>();

    /**
     * Plans a run.
     *
     * @param settings how thoroughly to measure
     * @param only beginnings of the names of the suites to run, all when empty
     * @param out where progress is shown
     * @param terminal whether that is a terminal
     */
    public Comparison(Settings settings, List<String> only, PrintStream out, boolean terminal) {
        this.settings = settings;
        Plan.check(only);
        this.questions = Plan.questions(only, settings.full()).stream()
                .filter(question -> canBeAsked(question, out))
                .toList();
        this.programs = Plan.programs(only, settings.full());
        this.out = out;
        this.terminal = terminal;
    }

    private static boolean canBeAsked(Question question, PrintStream out) {
        String obstacle = Questions.obstacle(question);
        if (!obstacle.isEmpty()) {
            out.printf("%s is left out: %s.%n", question.id(), obstacle);
        }
        return obstacle.isEmpty();
    }

    /**
     * Runs the plan.
     *
     * @param root a directory of the work tree that is measured
     * @param command the command that repeats the run
     * @param log takes the output of all forks
     * @param scratch takes files that only live for one fork
     * @return the results
     * @throws IOException when a file cannot be written or read
     */
    public Run run(Path root, String command, Path log, Path scratch) throws IOException {
        OffsetDateTime started = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS);
        Machine machine = MachineFacts.collect();
        Commit commit = Commit.of(root);
        ForkRunner forks = new ForkRunner(settings, log, scratch);
        Pace pace = new Pace(settings.budget());
        for (Question question : questions) {
            pace.plan(Plan.forks(question, settings, machine.cores()), settings.fork(question));
        }
        for (Program program : programs) {
            pace.plan(settings.roundsOfPrograms(), program.length(settings.full()));
        }
        out.printf(
                "%d forks, about %s. %s, %d processor%s, JDK %s, %s.%n",
                pace.planned(),
                Progress.clock(pace.left()),
                machine.cpu(),
                machine.cores(),
                machine.cores() == 1 ? "" : "s",
                machine.jdk(),
                machine.pinned() ? "threads pinned" : "threads not pinned: " + machine.pinning());
        List<Suite> suites = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        try (Progress progress = new Progress(out, pace, terminal)) {
            for (Question question : questions) {
                suites.add(suite(question, forks, pace, progress, machine.cores()));
            }
            ProgramRunner runner =
                    new ProgramRunner(settings, root.toAbsolutePath().normalize(), log);
            for (Program program : programs) {
                figures.addAll(figures(program, runner, pace, progress));
            }
        }
        String id = String.join(
                "-",
                started.toLocalDate().toString(),
                commit.hash(),
                MachineFacts.slug(machine.cpu()),
                machine.cores() + "c",
                "jdk" + Runtime.version().feature());
        return new Run(
                Run.SCHEMA,
                id,
                started.toString(),
                OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                settings.mode(),
                commit.hash(),
                commit.dirty(),
                command,
                machine,
                RULE,
                suites,
                figures);
    }

    /**
     * What went wrong.
     *
     * @return the forks that failed, with the reason
     */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * The results as text.
     *
     * @param run the results
     * @return a table, a row for each suite
     */
    public static String table(Run run) {
        return Table.of(run);
    }

    /**
     * The names of all suites, and of those without a peer.
     *
     * @return names and titles
     */
    public static List<String> suites() {
        return Stream.concat(
                        Questions.all().stream().map(question -> question.id() + ": " + question.title()),
                        Programs.all().stream()
                                .flatMap(program ->
                                        program.asked().stream().map(asked -> program.id() + ": " + asked.title())))
                .toList();
    }

    private Suite suite(Question question, ForkRunner forks, Pace pace, Progress progress, int cores)
            throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        Set<String> broken = new LinkedHashSet<>();
        Duration length = settings.fork(question);
        int rounds = settings.rounds(question);
        for (int round = 1; round <= rounds; round++) {
            List<Cell> cells = Plan.round(question, settings, round, cores);
            if (settings.expendable(round) && !pace.affords(Duration.ZERO)) {
                pace.skip(cells.size(), length);
                continue;
            }
            progress.round(question, round, rounds);
            for (Cell cell : cells) {
                progress.fork(cell);
                if (broken.contains(cell.contender())) {
                    pace.skip(1, length);
                    continue;
                }
                try {
                    Outcome outcome = timed(forks, cell, pace);
                    outcomes.add(outcome);
                    if (outcome.disturbed() && pace.affords(length.multipliedBy(2))) {
                        pace.plan(1, length);
                        outcomes.add(timed(forks, cell, pace));
                    }
                } catch (RunnerException e) {
                    broken.add(cell.contender());
                    failed.add(cell.describe() + ": " + e.getMessage());
                }
            }
        }
        outcomes.removeIf(outcome -> broken.contains(outcome.cell().contender()));
        failures.addAll(failed);
        return new Assembly(question, cores, outcomes).suite(failed);
    }

    /** One figure for each that is asked for, also when the program failed. */
    private List<Figure> figures(Program program, ProgramRunner runner, Pace pace, Progress progress)
            throws IOException {
        List<ProgramRunner.Printed> runs = new ArrayList<>();
        Set<String> remarks = new LinkedHashSet<>();
        Duration length = program.length(settings.full());
        int rounds = settings.roundsOfPrograms();
        for (int round = 1; round <= rounds; round++) {
            progress.program(program, round, rounds);
            long began = System.nanoTime();
            try {
                ProgramRunner.Printed printed = runner.run(program);
                runs.add(printed);
                if (!printed.disturbance().isEmpty()) {
                    remarks.add("disturbed: " + printed.disturbance());
                }
            } catch (ProgramException e) {
                failures.add(program.id() + ": " + e.getMessage());
                remarks.add(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while " + program.id() + " ran");
            } finally {
                pace.finish(length, Duration.ofNanos(System.nanoTime() - began));
            }
        }
        return program.asked().stream()
                .map(asked -> asked.figure(
                        program.id(),
                        runs.stream()
                                .map(run -> Objects.requireNonNull(run.figures().get(asked.name())))
                                .toList(),
                        runner.command(program),
                        String.join("; ", remarks)))
                .toList();
    }

    private Outcome timed(ForkRunner forks, Cell cell, Pace pace) throws RunnerException, IOException {
        long began = System.nanoTime();
        try {
            return forks.run(cell);
        } finally {
            pace.finish(settings.fork(cell.question()), Duration.ofNanos(System.nanoTime() - began));
        }
    }
}
