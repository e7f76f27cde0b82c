package io.ringway.benchmarks.runner;

/**
 * One fork to run.
 *
 * @param question what is asked
 * @param contender name of the queue
 * @param idle idle choice, empty where the question does not arise
 * @param round round that it belongs to, from 1
 */
record Cell(Question question, String contender, String idle, int round) {

    String describe() {
        return question.id() + " round " + round + ": " + contender + (idle.isEmpty() ? "" : ", " + idle);
    }
}
