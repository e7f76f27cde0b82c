package io.ringway.stress;

/**
 * The judgement on one JCStress test, a row of {@code jcstress.json}.
 *
 * @param test the name of the test
 * @param actors the threads that it races
 * @param configurations the ways to compile the actors, times the flags of the JVM, that it ran with
 * @param samples the races that were run
 * @param forbidden the races that ended as they must not
 * @param outcome {@code passed}, {@code failed} or {@code not run here}
 * @param reason why it failed or didn't run, empty otherwise
 */
record TestRow(
        String test, int actors, int configurations, long samples, long forbidden, String outcome, String reason) {

    static final String PASSED = "passed";
    static final String FAILED = "failed";
    static final String NOT_RUN = "not run here";

    static TestRow passed(Listed test, Observed observed) {
        return of(test, observed, PASSED, "");
    }

    static TestRow failed(Listed test, Observed observed, String reason) {
        return of(test, observed, FAILED, reason);
    }

    private static TestRow of(Listed test, Observed observed, String outcome, String reason) {
        return new TestRow(
                test.name(),
                test.actors(),
                observed.configurations(),
                observed.samples(),
                observed.forbidden(),
                outcome,
                reason);
    }

    static TestRow missing(Listed test) {
        return new TestRow(test.name(), test.actors(), 0, 0, 0, FAILED, "not in the results");
    }

    static TestRow notRun(Listed test) {
        return new TestRow(test.name(), test.actors(), 0, 0, 0, NOT_RUN, "needs " + test.actors() + " cores");
    }

    boolean is(String wanted) {
        return outcome.equals(wanted);
    }
}
