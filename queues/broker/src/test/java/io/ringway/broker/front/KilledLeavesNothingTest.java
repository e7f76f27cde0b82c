package io.ringway.broker.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KilledLeavesNothingTest {

    private static final String NATIVE = "glob:**librocksdbjni*";

    @Test
    void nativeLibraryIsWithTheDataAndNotAmongTemporaryFiles(@TempDir Path data, @TempDir Path temporary)
            throws Exception {
        try (BrokerProcess broker =
                new BrokerProcess(data, ":", "-Xmx256m", "-Djava.io.tmpdir=" + temporary.toAbsolutePath())) {
            assertThat(broker.isAlive()).isTrue();
            assertThat(data.resolve("mqtt").resolve("native")).isDirectoryContaining(NATIVE);
        }
        assertThat(temporary).isDirectoryNotContaining(NATIVE);
    }
}
