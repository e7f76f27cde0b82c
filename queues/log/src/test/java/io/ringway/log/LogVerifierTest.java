package io.ringway.log;

import static io.ringway.log.Frames.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringway.log.cli.LogCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Looking at the files of a log, and the command line for it. */
class LogVerifierTest {

    @TempDir
    Path directory;

    private Path log;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() {
        log = directory.resolve("log");
        try (SegmentLog written =
                SegmentLog.open(log, SegmentLogOptions.defaults().withSegmentBytes(4096))) {
            for (int i = 0; i < 10; i++) {
                written.append(bytes("x".repeat(1000)));
            }
            written.writeSnapshot(written.nextPosition(), state -> state.write(new byte[100]));
        }
    }

    private int verify(Path path) {
        return new CommandLine(new LogCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("verify", path.toString());
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static void flip(Path file, int offset) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[offset] ^= 4;
        Files.write(file, content);
    }

    @Test
    void wholeLogHasNoProblem() {
        LogVerifier.Report report = LogVerifier.verify(log, FileLayer.disk());

        assertThat(report.frames()).isEqualTo(10);
        assertThat(report.payloadBytes()).isEqualTo(10_000);
        assertThat(report.segments()).hasSize(4);
        assertThat(report.snapshots()).hasSize(1);
        assertThat(report.tailCut()).isEmpty();
        assertThat(verify(log)).isZero();
        assertThat(out.toString())
                .contains("0000000000001000.log: 3 frames, 3,000 bytes")
                .contains("4 segments, 10 frames, 10,000 bytes, 0 problems");
    }

    @Test
    void everyDamageIsNamedAndWhatIsBehindItIsReadAllTheSame() throws IOException {
        List<Path> segments = segments();
        flip(segments.get(0), 500);
        flip(segments.get(3), 500);
        Files.delete(segments.get(1));
        Path snapshot = log.resolve(String.format("%016x.snapshot", 4 * 4096 - 4096 + 64 + 1024));
        assertThat(snapshot).exists();
        flip(snapshot, 60);
        byte[] before = Files.readAllBytes(segments.get(3));

        LogVerifier.Report report = LogVerifier.verify(log, FileLayer.disk());

        assertThat(report.problems().stream().map(LogVerifier.Problem::toString))
                .containsExactlyInAnyOrder(
                        segments.get(0) + ", offset 64: the checksum of the frame is wrong",
                        segments.get(1) + ", offset 0: the segment is missing",
                        segments.get(3) + ", offset 64: the checksum of the frame is wrong",
                        snapshot + ", offset 24: the checksum of the chunk is wrong");
        assertThat(report.frames()).isEqualTo(2 + 3);
        assertThat(verify(log)).isEqualTo(1);
        assertThat(out.toString()).contains("problem: " + segments.get(0) + ", offset 64: ");
        assertThat(Files.readAllBytes(segments.get(3))).isEqualTo(before);
    }

    @Test
    void unreadableDirectoryHasItsOwnExitCode() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        assertThatThrownBy(() -> LogVerifier.verify(empty, FileLayer.disk()))
                .isInstanceOf(LogException.class)
                .hasMessage("there is no log in " + empty);
        assertThat(verify(empty)).isEqualTo(2);
        assertThat(verify(directory.resolve("absent"))).isEqualTo(2);
        assertThat(err.toString()).contains("there is no log in " + empty).contains("absent cannot be read");
    }

    @Test
    void unsyncedEndIsNoProblem() throws IOException {
        Path last = segments().get(3);
        byte[] content = Files.readAllBytes(last);
        for (int i = 64 + 1024 + 24; i < 64 + 1024 + 48; i++) {
            content[i] = 1;
        }
        Files.write(last, content);

        LogVerifier.Report report = LogVerifier.verify(log, FileLayer.disk());

        assertThat(report.problems()).isEmpty();
        assertThat(report.tailCut()).isPresent();
        assertThat(verify(log)).isZero();
        assertThat(out.toString()).contains("the log ends here, what follows was not synced");
    }
}
