package io.ringway.benchmarks.runner;

import java.time.Duration;

/**
 * How thoroughly to measure.
 *
 * @param mode {@code quick}, {@code full} or {@code custom}
 * @param full whether all peers and all idle choices are asked
 * @param rounds rounds of each question, 0 for what the question says
 * @param warmup warm-up of each fork, all iterations together
 * @param iterations measured iterations of each fork
 * @param iteration length of an iteration
 * @param latencyIteration length of an iteration where latency is measured
 * @param budget time after which only what is needed is still run: no repeats and no third round
 */
public record Settings(
        String mode,
        boolean full,
        int rounds,
        Duration warmup,
        int iterations,
        Duration iteration,
        Duration latencyIteration,
        Duration budget) {

    /**
     * The warm-up has several iterations because the first end of one is news to the compiler: it drops what it has
     * compiled and begins anew, which must not happen while measuring.
     */
    static final int WARMUP_ITERATIONS = 3;

    private static final Duration WARMUP = Duration.ofMillis(1050);
    private static final Duration QUICK_BUDGET = Duration.ofSeconds(530);
    private static final Duration FULL_BUDGET = Duration.ofMinutes(105);
    private static final Duration PATH_ITERATION = Duration.ofMillis(700);
    private static final int PATH_ITERATIONS = 2;
    /** A broker or a database starts. */
    private static final Duration PATH_START = Duration.ofSeconds(4);

    /** The rounds of a full run. */
    public static final int FULL_ROUNDS = 5;

    private static final int MOST_ROUNDS_OF_PROGRAMS = 3;
    private static final int ROUNDS_ALWAYS_RUN = 2;

    /**
     * The settings of a mode.
     *
     * @param mode {@code quick} or {@code full}
     * @return its settings
     */
    public static Settings of(String mode) {
        return switch (mode) {
            case "quick" ->
                new Settings(mode, false, 0, WARMUP, 6, Duration.ofMillis(75), Duration.ofMillis(200), QUICK_BUDGET);
            case "full" ->
                new Settings(
                        mode,
                        true,
                        FULL_ROUNDS,
                        WARMUP,
                        12,
                        Duration.ofMillis(85),
                        Duration.ofMillis(350),
                        FULL_BUDGET);
            default -> throw new IllegalArgumentException("the mode must be quick or full, not " + mode);
        };
    }

    /**
     * The same with another number of rounds.
     *
     * @param wanted rounds of each question
     * @return custom settings
     */
    public Settings withRounds(int wanted) {
        return new Settings("custom", full, wanted, warmup, iterations, iteration, latencyIteration, budget);
    }

    /**
     * The same under the name of a run that is none of the two usual ones.
     *
     * @return custom settings
     */
    public Settings custom() {
        return withRounds(rounds);
    }

    int rounds(Question question) {
        if (question.kind() == Kind.PARKED) {
            return 1;
        }
        return rounds > 0 ? rounds : Math.max(1, question.quickRounds());
    }

    /** What a program's runs differ by is mostly the disk's doing, so that more than a few tell nothing new. */
    int roundsOfPrograms() {
        return Math.min(MOST_ROUNDS_OF_PROGRAMS, Math.max(1, rounds));
    }

    boolean expendable(int round) {
        return !full && rounds == 0 && round > ROUNDS_ALWAYS_RUN;
    }

    /** A broker or a database takes longer to reach its speed than a queue. */
    Duration warmup(Question question) {
        return question.kind().isPath() ? warmup.multipliedBy(2) : warmup;
    }

    /** A call of a path takes many milliseconds, so an iteration has to be longer. */
    int iterations(Question question) {
        return question.kind().isPath() ? Math.max(PATH_ITERATIONS, iterations / 4) : iterations;
    }

    Duration iteration(Question question) {
        return switch (question.kind()) {
            case LATENCY -> latencyIteration;
            case PATH, STAGE, CALL -> PATH_ITERATION;
            default -> iteration;
        };
    }

    /** About how long a fork takes, beyond what every fork does. */
    Duration fork(Question question) {
        Duration start = question.kind() == Kind.PATH ? PATH_START : Duration.ZERO;
        return start.plus(warmup(question)).plus(iteration(question).multipliedBy(iterations(question)));
    }
}
