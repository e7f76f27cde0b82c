package io.ringway.benchmarks.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;

/** What a client does in a thread of its own. */
@FunctionalInterface
interface Work {

    void run() throws IOException;

    /**
     * Starts it.
     *
     * @param isOver whether the measurement has ended, which closes the connections: then a failure is none
     */
    static void start(Work work, BooleanSupplier isOver) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                if (!isOver.getAsBoolean()) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
