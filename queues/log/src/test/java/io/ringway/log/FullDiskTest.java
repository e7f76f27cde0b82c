package io.ringway.log;

import static io.ringway.log.Frames.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system itself refuses to write. */
class FullDiskTest {

    @TempDir
    Path directory;

    @Test
    void writeThatTheSystemRefusesLeavesTheLogReadableAndItGoesOnLater() throws Exception {
        Path shell = Path.of("/bin/bash");
        Assumptions.assumeTrue(Files.isExecutable(shell), "no " + shell + ", whose ulimit makes writes fail");
        SegmentLogOptions options = SegmentLogOptions.defaults().withSegmentBytes(1 << 18);
        SegmentLog.open(directory, options).close();

        Process writer = new ProcessBuilder(
                        shell.toString(),
                        "-c",
                        "ulimit -f 1024 && exec \"$@\"", // KiB: smaller than a segment
                        "limited",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDiskWriter.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(writer.waitFor()).as(out).isZero();

        assertThat(out)
                .contains("the log in " + directory + " cannot get another segment of 4194304 bytes: ")
                .contains("26 appended, 26 read");
        try (SegmentLog log = SegmentLog.open(directory, options)) {
            for (int i = 0; i < 50; i++) {
                log.append(bytes(FullDiskWriter.BATCH));
            }
            assertThat(Frames.replayed(log, 0)).hasSize(76);
        }
        assertThat(LogVerifier.verify(directory, FileLayer.disk()).problems()).isEmpty();
    }

    @Test
    void directoryThatCannotBeWrittenIsReported() {
        Path readOnly = Path.of("/sys/kernel");
        Assumptions.assumeTrue(Files.isDirectory(readOnly), "no " + readOnly + ", which nobody can write to");

        for (Path path : List.of(readOnly, readOnly.resolve("ringway"))) {
            assertThatThrownBy(() -> SegmentLog.open(path, SegmentLogOptions.defaults()))
                    .isInstanceOf(LogException.class)
                    .hasMessageStartingWith("the log in " + path + " cannot be opened: ");
        }
    }
}
