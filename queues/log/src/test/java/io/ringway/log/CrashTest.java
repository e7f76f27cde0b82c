package io.ringway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes to a log with kill -9, again and again on the same directory. */
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("crash.rounds", 6);

    @TempDir
    Path directory;

    private static Process start(List<String> before, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void everyDurableBatchIsThereAfterKill() throws Exception {
        long durable = -1;
        Random random = new Random(17);
        for (int round = 0; round < ROUNDS; round++) {
            Process writer =
                    start(List.of(), CrashWriter.class.getName(), directory.toString(), Integer.toString(round));
            try (BufferedReader out = reader(writer)) {
                int lines = 1 + random.nextInt(300);
                String line = null;
                for (int i = 0; i < lines; i++) {
                    line = out.readLine();
                    assertThat(line).as("the writer has ended by itself").isNotNull();
                    durable = Long.parseLong(line);
                }
                if (round == 0) {
                    requireLocked(writer);
                }
                writer.toHandle().destroyForcibly(); // that of the process would close what it has written
                for (line = out.readLine(); line != null; line = out.readLine()) {
                    durable = Math.max(durable, Long.parseLong(line));
                }
            }
            writer.waitFor();
            requireThere(durable);
        }
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    private void requireLocked(Process holder) {
        assertThatThrownBy(() -> SegmentLog.open(directory, CrashWriter.OPTIONS))
                .isInstanceOf(LogLockedException.class)
                .hasMessage(directory + " is in use by another process, process " + holder.pid());
    }

    /** All numbers without a gap, from where the log begins to the last durable one or further. */
    private void requireThere(long durable) {
        try (SegmentLog log = SegmentLog.open(directory, CrashWriter.OPTIONS)) {
            long[] last = {-1};
            log.replay(log.firstPosition(), (position, payload) -> {
                long number = CrashWriter.number(payload);
                if (last[0] >= 0) {
                    assertThat(number).isEqualTo(last[0] + 1);
                }
                last[0] = number;
            });
            assertThat(last[0]).isGreaterThanOrEqualTo(durable);
            log.latestSnapshot()
                    .ifPresent(snapshot -> assertThat(snapshot.open()).hasBinaryContent(new byte[100_000]));
        }
        assertThat(LogVerifier.verify(directory, FileLayer.disk()).problems()).isEmpty();
    }
}
