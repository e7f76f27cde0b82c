package io.ringway.benchmarks.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compared does what it says: each message goes the whole way, and what is acknowledged is gone. */
@Timeout(60)
class DurablePathTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ringway.DurableQueues", "rocksdb.write-batch", "artemis.journal", "chronicle.queue"})
    void everyMessageGoesTheWholeWayOnce(String name) throws InterruptedException {
        try (DurablePath path = DurablePath.open(name, directory)) {
            path.move(1);
            path.move(999);
            assertThat(path.underWay()).isZero();
        }
    }
}
