package io.ringway.log;

import static io.ringway.log.Frames.bytes;
import static io.ringway.log.Frames.read;
import static io.ringway.log.Frames.replayed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link CommandLog} does. */
class CommandLogTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void framesAreReplayedInOrderFromAnyPosition(LogKind kind) {
        try (CommandLog log = kind.open(directory)) {
            Map<Long, String> appended = new TreeMap<>();
            for (int i = 0; i < 100; i++) {
                appended.put(log.append(bytes("batch " + i)), "batch " + i);
            }

            assertThat(replayed(log, 0)).isEqualTo(appended).hasSize(100);
            for (long from : List.copyOf(appended.keySet())) {
                assertThat(replayed(log, from)).isEqualTo(new TreeMap<>(appended).tailMap(from));
            }
            assertThat(replayed(log, log.nextPosition())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void positionsAscendAndBoundTheLog(LogKind kind) {
        try (CommandLog log = kind.open(directory)) {
            assertThat(log.firstPosition()).isZero();
            long end = log.nextPosition();
            for (int i = 0; i < 100; i++) {
                long position = log.append(bytes("batch " + i));
                assertThat(position).isGreaterThanOrEqualTo(end);
                end = log.nextPosition();
                assertThat(end).isGreaterThan(position);
                assertThat(log.syncedPosition()).isLessThanOrEqualTo(end);
            }
            assertThat(log.sync()).isEqualTo(end);
            assertThat(log.syncedPosition()).isEqualTo(end);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyPartOfAFrameCanBeRead(LogKind kind) {
        try (CommandLog log = kind.open(directory)) {
            log.append(bytes("before"));
            long position = log.append(bytes("0123456789"));
            log.append(bytes("after"));

            assertThat(read(log, position, 10)).isEqualTo("0123456789");
            assertThat(read(log, position + 3, 4)).isEqualTo("3456");
            assertThat(read(log, position + 9, 1)).isEqualTo("9");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readingBeyondTheEndIsRefused(LogKind kind) {
        try (CommandLog log = kind.open(directory)) {
            long position = log.append(bytes("0123456789"));

            assertThatIllegalArgumentException().isThrownBy(() -> read(log, position + 500, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> read(log, position, 500));
        }
    }

    @ParameterizedTest
    @EnumSource
    void appendLeavesTheBatchAsItIs(LogKind kind) {
        try (CommandLog log = kind.open(directory)) {
            ByteBuffer batch = bytes("-batch-");
            batch.position(1).limit(6);

            long position = log.append(batch);
            long direct = log.append(
                    ByteBuffer.allocateDirect(5).put(batch.duplicate()).flip());

            assertThat(batch.position()).isEqualTo(1);
            assertThat(batch.limit()).isEqualTo(6);
            assertThat(replayed(log, 0)).isEqualTo(Map.of(position, "batch", direct, "batch"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void emptyBatchIsRefused(LogKind kind) {
        try (CommandLog log = kind.open(directory)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> log.append(bytes("")))
                    .withMessage("a batch has from 1 to " + log.maxBatchBytes() + " bytes: 0");
            assertThat(replayed(log, 0)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void replayOfWhatWasNeverThereIsRefused(LogKind kind) {
        try (CommandLog log = kind.open(directory)) {
            log.append(bytes("batch"));

            assertThatThrownBy(() -> replayed(log, log.nextPosition() + 1)).isInstanceOf(LogException.class);
            assertThatThrownBy(() -> replayed(log, -1)).isInstanceOf(LogException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void throwingHandlerEndsTheReplay(LogKind kind) {
        try (CommandLog log = kind.open(directory)) {
            log.append(bytes("a"));
            log.append(bytes("b"));
            List<Long> seen = new ArrayList<>();

            assertThatThrownBy(() -> log.replay(0, (position, payload) -> {
                        seen.add(position);
                        throw new IllegalArgumentException("handler");
                    }))
                    .hasMessage("handler");
            assertThat(seen).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void newestSnapshotIsReturned(LogKind kind) throws IOException {
        try (CommandLog log = kind.open(directory)) {
            assertThat(log.latestSnapshot()).isEmpty();
            for (int i = 0; i < 4; i++) {
                log.append(bytes("batch"));
                byte[] state = ("state " + i).getBytes(UTF_8);
                long position = log.nextPosition();
                log.writeSnapshot(position, out -> out.write(state));

                LogSnapshot latest = log.latestSnapshot().orElseThrow();
                assertThat(latest.position()).isEqualTo(position);
                assertThat(latest.open()).hasBinaryContent(state);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void snapshotOutsideOfTheLogIsRefused(LogKind kind) {
        try (CommandLog log = kind.open(directory)) {
            long position = log.append(bytes("batch"));
            log.writeSnapshot(position, out -> out.write(1));

            for (long wrong : new long[] {-1, 0, position, log.nextPosition() + 1}) {
                assertThatIllegalArgumentException().isThrownBy(() -> log.writeSnapshot(wrong, out -> out.write(2)));
            }
            assertThat(log.latestSnapshot().orElseThrow().position()).isEqualTo(position);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failingSnapshotWriterLeavesTheOneBefore(LogKind kind) {
        try (CommandLog log = kind.open(directory)) {
            log.writeSnapshot(0, out -> out.write(1));
            long position = log.append(bytes("batch"));

            assertThatThrownBy(() -> log.writeSnapshot(position, out -> {
                        throw new IOException("writer");
                    }))
                    .isInstanceOf(LogException.class)
                    .hasRootCauseMessage("writer");
            assertThat(log.latestSnapshot().orElseThrow().open()).hasBinaryContent(new byte[] {1});
            log.writeSnapshot(position, out -> out.write(2));
            assertThat(log.latestSnapshot().orElseThrow().open()).hasBinaryContent(new byte[] {2});
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedLogRefusesEverything(LogKind kind) {
        CommandLog log = kind.open(directory);
        long position = log.append(bytes("batch"));
        log.close();
        log.close();

        assertThatIllegalStateException().isThrownBy(() -> log.append(bytes("late")));
        assertThatIllegalStateException().isThrownBy(log::sync);
        assertThatIllegalStateException().isThrownBy(() -> read(log, position, 1));
        assertThatIllegalStateException().isThrownBy(() -> replayed(log, 0));
        assertThatIllegalStateException().isThrownBy(() -> log.dropBefore(position));
        assertThatIllegalStateException().isThrownBy(() -> log.writeSnapshot(position, out -> out.write(1)));
        assertThatIllegalStateException().isThrownBy(log::latestSnapshot);
    }
}
