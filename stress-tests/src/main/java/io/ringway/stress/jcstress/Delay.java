package io.ringway.stress.jcstress;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets the other actor get further: the longest delays are longer than a queue spins, so that it parks, and the
 * shortest are none.
 */
public final class Delay {

    private static final int MOST_SPINS = 2048;

    private Delay() {}

    /** Waits for a random time, without giving up the core. */
    public static void random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int spins = random.nextInt(1 + random.nextInt(MOST_SPINS)); // short ones are the more frequent
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }
}
