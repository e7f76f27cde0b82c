package io.ringway.queues.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compact object headers move every field: the padding must hold in a real JVM that has them, not only in a model. */
@Tag("jar")
class CompactHeadersTest {

    private static final int WITH_COMPACT_HEADERS = 25;

    @Test
    void paddingHoldsUnderCompactObjectHeaders(@TempDir Path folder) throws Exception {
        ChildJvm child = ChildJvm.run(
                Jdk.require(WITH_COMPACT_HEADERS),
                folder,
                List.of(
                        "-XX:+UseCompactObjectHeaders",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.junit.platform.console.ConsoleLauncher",
                        "execute",
                        "--select-class=io.ringway.queues.LayoutTest",
                        "--fail-if-no-tests",
                        "--disable-banner",
                        "--disable-ansi-colors",
                        "--details=summary"));

        assertThat(child.exitCode()).as(child.report()).isZero();
    }
}
