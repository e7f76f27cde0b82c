package io.ringway.queues.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads that share a single carrier: a wait that kept the carrier to itself would stop them all. */
@Tag("jar")
class OneCarrierTest {

    private static final int WITH_VIRTUAL_THREADS = 25;

    @Test
    void waitingVirtualThreadsLeaveTheirOnlyCarrierToOthers(@TempDir Path folder) throws Exception {
        ChildJvm child = ChildJvm.run(
                Jdk.require(WITH_VIRTUAL_THREADS),
                folder,
                List.of(
                        "-ea",
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.ringway.queues.VirtualThreads"));

        assertThat(child.exitCode()).as(child.report()).isZero();
        assertThat(child.out()).containsExactly("done");
    }
}
