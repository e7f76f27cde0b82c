package io.ringway.benchmarks;

/** What a thread does after a failed attempt. The same choices are given to our queues and to the peers. */
public enum Idle {
    /** Only ever a spin hint. Fastest reaction, and wasteful when there are more threads than processors. */
    SPIN,
    /** A few spin hints, then the processor is given away. */
    YIELD;

    private static final int SPINS_BEFORE_YIELD = 16;

    /**
     * The choice of that name.
     *
     * @param name {@code spin} or {@code yield}
     * @return the choice
     */
    public static Idle named(String name) {
        return switch (name) {
            case "spin" -> SPIN;
            case "yield" -> YIELD;
            default -> throw new IllegalArgumentException("idle must be spin or yield, not " + name);
        };
    }

    /**
     * Waits a little.
     *
     * @param failures how many attempts in a row have failed before this one
     */
    public void pause(int failures) {
        if (this == SPIN || failures < SPINS_BEFORE_YIELD) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
