package io.ringway.queues;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether a thread that waits for another one may spin, or has the processor that the other one needs. */
final class Processors {
    /** Whether two threads of this process can run at the same time. */
    static final boolean SEVERAL = several(Runtime.getRuntime().availableProcessors(), Path.of("/proc/self/status"));

    private Processors() {}

    /**
     * Decides it.
     *
     * @param available what the JVM says. On Linux it may mean the calling thread, which a user may have tied to one of
     *     many processors before it made its first queue.
     * @param status what Linux says of the first thread of the process. The {@code java} command runs nothing of the
     *     user's in that one, so that it has the processors that the process was given. Elsewhere there is no such
     *     file.
     */
    static boolean several(int available, Path status) {
        if (available > 1) {
            return true;
        }
        try (Stream<String> lines = Files.lines(status)) {
            // A list of ranges: "0-1", "0,2"; a single processor has neither sign.
            return lines.anyMatch(line -> line.matches("Cpus_allowed_list:.*[-,].*"));
        } catch (IOException | UncheckedIOException | SecurityException e) {
            return false;
        }
    }
}
