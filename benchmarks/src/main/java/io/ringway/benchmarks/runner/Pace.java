package io.ringway.benchmarks.runner;

import java.time.Duration;

/**
 * How much of the plan is done and how long the rest takes, by what the forks so far have taken beyond their plain
 * length.
 */
final class Pace {

    private static final Duration FIRST_GUESS = Duration.ofMillis(600);

    private final Duration budget;
    private int planned;
    private int finished;
    private Duration plannedLength = Duration.ZERO;
    private Duration finishedLength = Duration.ZERO;
    private Duration spent = Duration.ZERO;

    Pace(Duration budget) {
        this.budget = budget;
    }

    void plan(int forks, Duration length) {
        planned += forks;
        plannedLength = plannedLength.plus(length.multipliedBy(forks));
    }

    void skip(int forks, Duration length) {
        planned -= forks;
        plannedLength = plannedLength.minus(length.multipliedBy(forks));
    }

    void finish(Duration length, Duration taken) {
        finished++;
        finishedLength = finishedLength.plus(length);
        spent = spent.plus(taken);
    }

    int planned() {
        return planned;
    }

    int finished() {
        return finished;
    }

    long percent() {
        return planned == 0 ? 100 : Math.round(100.0 * finished / planned);
    }

    Duration left() {
        Duration beyond =
                finished == 0 ? FIRST_GUESS : spent.minus(finishedLength).dividedBy(finished);
        return plannedLength.minus(finishedLength).plus(beyond.multipliedBy(Math.max(0, planned - finished)));
    }

    /** Whether the plan still fits into the budget when that much is added to it. */
    boolean affords(Duration more) {
        return spent.plus(left()).plus(more).compareTo(budget) <= 0;
    }
}
