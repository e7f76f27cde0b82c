package io.ringway.stress.lincheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * A claim that Lincheck checks, and that is reported whatever comes out.
 *
 * @param test the class and method that makes it
 * @param queue the queue it is about
 * @param what what is claimed
 */
record Claim(String test, String queue, String what) {

    private static final int SCALE = Integer.getInteger("lincheck.scale", 1);
    private static final int MODEL_SCENARIOS = 6 * SCALE;
    private static final int MODEL_INVOCATIONS = 600;
    private static final int STRESS_SCENARIOS = 8 * SCALE;
    private static final int STRESS_INVOCATIONS = 2000;
    private static final int PROGRAM_INVOCATIONS = 2000 * SCALE;

    /** The model checker with scenarios of two threads and three calls each. */
    static ModelCheckingOptions modelChecking(Class<?> model) {
        return new ModelCheckingOptions()
                .iterations(MODEL_SCENARIOS)
                .invocationsPerIteration(MODEL_INVOCATIONS)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .sequentialSpecification(model);
    }

    /** Real threads on real cores, with the same scenarios. */
    static StressOptions stress(Class<?> model) {
        return new StressOptions()
                .iterations(STRESS_SCENARIOS)
                .invocationsPerIteration(STRESS_INVOCATIONS)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .sequentialSpecification(model);
    }

    /** Demands that the model checker finds nothing. */
    void holds(ModelCheckingOptions options, Class<?> operations) {
        reported(MODEL_SCENARIOS, MODEL_INVOCATIONS, () -> options.check(operations));
    }

    /** Demands that the runs on real threads find nothing. */
    void holds(StressOptions options, Class<?> operations) {
        reported(STRESS_SCENARIOS, STRESS_INVOCATIONS, () -> options.check(operations));
    }

    /** Demands that the model checker finds the fault, and says so in these words. */
    void isRefuted(ModelCheckingOptions options, Class<?> operations, String finding) {
        reported(MODEL_SCENARIOS, MODEL_INVOCATIONS, () -> refuted(() -> options.check(operations), finding));
    }

    /** Demands that no interleaving of a program's threads makes it fail or hang. */
    void holds(Runnable program) {
        reported(1, PROGRAM_INVOCATIONS, () -> Lincheck.runConcurrentTest(PROGRAM_INVOCATIONS, program));
    }

    /** Demands that some interleaving of a program's threads makes it fail, in these words. */
    void isRefuted(Runnable program, String finding) {
        reported(
                1,
                PROGRAM_INVOCATIONS,
                () -> refuted(() -> Lincheck.runConcurrentTest(PROGRAM_INVOCATIONS, program), finding));
    }

    private static void refuted(Runnable check, String finding) {
        LincheckAssertionError found = catchThrowableOfType(LincheckAssertionError.class, check::run);
        assertThat(found).as("Lincheck finds the fault").hasMessageContaining(finding);
    }

    private void reported(int iterations, int invocations, Runnable check) {
        boolean passed = false;
        try {
            check.run();
            passed = true;
        } finally {
            Report.add(new Report.Row(test, queue, what, iterations, invocations, passed ? "passed" : "failed"));
        }
    }
}
