package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Run;
import io.ringway.benchmarks.runner.Settings;

/**
 * How thorough a run was, in words.
 *
 * @param name for a table
 * @param caution what the reader has to bear in mind, empty for a full run
 */
record Form(String name, String caution) {

    private static final String LONG_FORM = "-Dbench=full";

    static Form of(Run run) {
        if (run.mode().equals("full")) {
            return new Form("full", "");
        }
        if (!run.command().contains(LONG_FORM)) {
            return new Form(
                    run.mode(),
                    "This is not a full run: its forks are few and short. Take it as a hint, and make a full run before"
                            + " you quote it.");
        }
        int rounds = rounds(run);
        if (rounds >= Settings.FULL_ROUNDS) {
            return new Form("full, of some suites", "");
        }
        return new Form(
                "long form, " + rounds + (rounds == 1 ? " round" : " rounds"),
                "Forks and peers are those of a full run, in " + rounds + (rounds == 1 ? " round" : " rounds")
                        + " instead of " + Settings.FULL_ROUNDS + ": a spread is that of few forks"
                        + (rounds == 1 ? ", and of one there is none." : "."));
    }

    private static int rounds(Run run) {
        return run.suites().stream()
                .flatMap(suite -> suite.contenders().stream())
                .flatMap(contender -> contender.forks().stream())
                .mapToInt(fork -> fork.round())
                .max()
                .orElse(0);
    }
}
