package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** A thread tied to one processor must not take the machine for one that has no other. */
class ProcessorsTest {
    private static final Path STATUS = Path.of("/proc/self/status");

    @TempDir
    Path directory;

    @Test
    void believesTheJvmWhenItKnowsOfSeveral() {
        assertThat(Processors.several(2, directory.resolve("absent"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-1", "0,2", "3-7,9"})
    void findsTheOthersOfTheProcess(String list) throws IOException {
        assertThat(Processors.several(1, status(list))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "15"})
    void knowsASingleOne(String list) throws IOException {
        assertThat(Processors.several(1, status(list))).isFalse();
    }

    @Test
    void believesTheJvmWhereThereIsNoSuchFile() {
        assertThat(Processors.several(1, directory.resolve("absent"))).isFalse();
    }

    @Test
    @Timeout(20)
    void isNotMisledByAThreadThatIsTiedToOne() throws Exception {
        assumeTrue(Files.isReadable(STATUS), "only Linux ties single threads to processors");
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is one processor only");
        FutureTask<Boolean> tied = new FutureTask<>(() -> {
            tieThisThreadToOne();
            return Processors.several(1, STATUS);
        });
        new Thread(tied, "tied").start();
        try {
            assertThat(tied.get()).isTrue();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TestAbortedException skipped ? skipped : e;
        }
    }

    private static void tieThisThreadToOne() throws IOException, InterruptedException {
        String thread = Path.of("/proc/thread-self").toRealPath().getFileName().toString();
        ProcessBuilder taskset = new ProcessBuilder("taskset", "-p", "1", thread).redirectErrorStream(true);
        Process running;
        try {
            running = taskset.start();
        } catch (IOException e) {
            throw new TestAbortedException("taskset is not installed", e);
        }
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(running.waitFor() == 0, () -> "processor 0 is not for us: " + output);
    }

    private Path status(String list) throws IOException {
        return Files.writeString(
                directory.resolve("status"), "Name:\tjava\nCpus_allowed:\tf\nCpus_allowed_list:\t" + list + "\n");
    }
}
