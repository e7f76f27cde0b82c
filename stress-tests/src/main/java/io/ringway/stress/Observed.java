package io.ringway.stress;

import java.util.List;

/**
 * What JCStress recorded of one test, in all the configurations in which it ran.
 *
 * @param name the name of the test
 * @param configurations in how many: each a way to compile the actors, in a JVM of certain flags
 * @param clean whether all runs ended by themselves and all outcomes are allowed
 * @param states what was seen, in the order of the results
 * @param remarks why a run did not end by itself, or which outcomes are not allowed
 */
record Observed(String name, int configurations, boolean clean, List<State> states, List<String> remarks) {

    /**
     * One outcome.
     *
     * @param id the values, as JCStress prints them
     * @param expect whether it is allowed
     * @param count how often it was seen
     * @param meaning what it means
     */
    record State(String id, String expect, long count, String meaning) {

        boolean forbidden() {
            return "FORBIDDEN".equals(expect);
        }
    }

    /** Returns how many races were run. */
    long samples() {
        return states.stream().mapToLong(State::count).sum();
    }

    /** Returns how many of them ended as they must not. */
    long forbidden() {
        return states.stream().filter(State::forbidden).mapToLong(State::count).sum();
    }
}
