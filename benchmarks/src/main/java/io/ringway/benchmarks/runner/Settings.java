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
    private static final Duration QUICK_BUDGET = Duration.ofSeconds(440);
    private static final Duration FULL_BUDGET = Duration.ofMinutes(77);
    private static final int FULL_ROUNDS = 5;
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
        return rounds > 0 ? rounds : question.quickRounds();
    }

    boolean expendable(int round) {
        return !full && rounds == 0 && round > ROUNDS_ALWAYS_RUN;
    }

    Duration iteration(Question question) {
        return question.kind() == Kind.LATENCY ? latencyIteration : iteration;
    }

    Duration fork(Question question) {
        return warmup.plus(iteration(question).multipliedBy(iterations));
    }
}
