package io.ringway.benchmarks.runner;

/** A program gave no figures; the message says why. */
final class ProgramException extends Exception {

    private static final long serialVersionUID = 1;

    ProgramException(String message) {
        super(message);
    }
}
