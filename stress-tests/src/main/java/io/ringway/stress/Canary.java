package io.ringway.stress;

/**
 * What became of a test of a deliberately broken queue.
 *
 * @param name the name of the test
 * @param exitCode how JCStress ended, {@link JcstressProcess#STOPPED} if it had to be stopped
 * @param samples the races that were run
 */
record Canary(String name, int exitCode, long samples) {

    /** Tells whether the fault was found. An exit without samples shows a broken harness, not a broken queue. */
    boolean found() {
        return exitCode != 0 && samples > 0;
    }
}
