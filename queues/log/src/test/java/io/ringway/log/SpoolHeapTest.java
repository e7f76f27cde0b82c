package io.ringway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap doesn't grow with the records on disk. */
class SpoolHeapTest {

    @TempDir
    Path directory;

    @Test
    void aMillionRecordsNeedNoMoreThanASmallHeap() throws Exception {
        Process filler = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolFiller.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(filler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(filler.waitFor()).as(out).isZero();
        assertThat(out).contains("1000000 pending").contains("1000000 read");
    }
}
