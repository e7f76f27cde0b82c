package io.ringway.log;

import static io.ringway.log.Frames.bytes;
import static io.ringway.log.Frames.read;
import static io.ringway.log.Frames.replayed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on a real disk. */
class SegmentLogTest {

    private static final SegmentLogOptions SMALL = SegmentLogOptions.defaults().withSegmentBytes(4096);

    @TempDir
    Path directory;

    private SegmentLog open() {
        return SegmentLog.open(directory, SMALL);
    }

    /** Appends batches of 1,000 bytes, four to a segment of which the fourth doesn't fit: three. */
    private static Map<Long, String> append(SegmentLog log, int batches) {
        Map<Long, String> appended = new TreeMap<>();
        for (int i = 0; i < batches; i++) {
            String text = (log.nextPosition() + " ").repeat(1000).substring(0, 1000);
            appended.put(log.append(bytes(text)), text);
        }
        log.sync();
        return appended;
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private List<Path> segments() throws IOException {
        return files(".log");
    }

    private static void overwrite(Path file, long offset, byte... with) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(offset).write(ByteBuffer.wrap(with));
        }
    }

    @Test
    void framesAndPositionsAreThereAfterReopening() {
        Map<Long, String> appended = new TreeMap<>();
        for (int run = 0; run < 5; run++) {
            try (SegmentLog log = open()) {
                assertThat(log.tailCut()).isEmpty();
                assertThat(replayed(log, 0)).isEqualTo(appended);
                assertThat(log.syncedPosition()).isLessThanOrEqualTo(log.nextPosition());
                appended.putAll(append(log, 10));
                assertThat(replayed(log, 0)).isEqualTo(appended);
                for (Map.Entry<Long, String> frame : appended.entrySet()) {
                    assertThat(read(log, frame.getKey(), 1000)).isEqualTo(frame.getValue());
                }
            }
        }
    }

    @Test
    void openingAndClosingTakesNoRoom() throws IOException {
        try (SegmentLog log = open()) {
            append(log, 1);
        }
        long end;
        try (SegmentLog log = open()) {
            end = log.nextPosition();
        }
        for (int run = 0; run < 100; run++) {
            try (SegmentLog log = open()) {
                assertThat(log.nextPosition()).isEqualTo(end);
            }
        }
        assertThat(segments()).hasSize(1);
    }

    @Test
    void largestBatchFitsAndALargerOneIsRefused() {
        try (SegmentLog log = open()) {
            append(log, 1);
            String large = "x".repeat(log.maxBatchBytes());

            long position = log.append(bytes(large));

            assertThat(read(log, position, large.length())).isEqualTo(large);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> log.append(bytes(large + "x")))
                    .withMessage("a batch has from 1 to " + large.length() + " bytes: " + (large.length() + 1));
            assertThat(replayed(log, 0)).hasSize(2);
        }
        try (SegmentLog log = open()) {
            assertThat(replayed(log, 0)).hasSize(2);
        }
    }

    @Test
    void batchLargerThanTheWriteBufferIsStored() {
        String large = "0123456789".repeat(100_000);
        SegmentLogOptions options = SegmentLogOptions.defaults().withSegmentBytes(4 << 20);
        long position;
        try (SegmentLog log = SegmentLog.open(directory, options)) {
            position = log.append(bytes(large));
        }
        try (SegmentLog log = SegmentLog.open(directory, options)) {
            assertThat(replayed(log, 0)).isEqualTo(Map.of(position, large));
        }
    }

    @Test
    void dropRemovesWholeSegmentsAndRecyclesThem() throws IOException {
        try (SegmentLog log = open()) {
            Map<Long, String> appended = append(log, 100);
            int before = segments().size();
            long keep = appended.keySet().stream().skip(50).findFirst().orElseThrow();

            log.dropBefore(keep);

            assertThat(segments()).hasSizeLessThan(before);
            assertThat(log.firstPosition()).isPositive().isLessThanOrEqualTo(keep);
            assertThat(replayed(log, keep)).isEqualTo(new TreeMap<>(appended).tailMap(keep));
            assertThatThrownBy(() -> replayed(log, 0)).isInstanceOf(LogDroppedException.class);
            assertThatThrownBy(() -> read(log, appended.keySet().iterator().next(), 10))
                    .isInstanceOf(LogDroppedException.class)
                    .hasMessageContaining("the log begins at " + log.firstPosition());

            log.dropBefore(Long.MAX_VALUE);
            assertThat(segments()).hasSize(1);
            assertThat(directory.toFile().list()).hasSizeLessThanOrEqualTo(5); // the lock and three spares
        }
        try (SegmentLog log = open()) {
            Map<Long, String> more = append(log, 100);
            assertThat(replayed(log, more.keySet().iterator().next())).isEqualTo(more);
        }
    }

    @Test
    void diskUseStaysBoundedWhileTheLogMovesOn() {
        try (SegmentLog log = open()) {
            for (int i = 0; i < 100; i++) {
                append(log, 4);
                log.dropBefore(log.nextPosition());
                assertThat(directory.toFile().list()).hasSizeLessThanOrEqualTo(5);
            }
        }
    }

    @Test
    void otherSegmentSizeAppliesToNewSegments() {
        Map<Long, String> appended = new TreeMap<>();
        for (int size : new int[] {4096, 8192, 1 << 16, 4096}) {
            try (SegmentLog log = SegmentLog.open(directory, SMALL.withSegmentBytes(size))) {
                assertThat(replayed(log, 0)).isEqualTo(appended);
                appended.putAll(append(log, 20));
                assertThat(replayed(log, 0)).isEqualTo(appended);
            }
        }
    }

    @Test
    void secondOpenInThisProcessIsRefused() throws IOException {
        try (SegmentLog log = open()) {
            Path other =
                    Files.createSymbolicLink(directory.resolveSibling("link-" + directory.getFileName()), directory);
            for (Path path : List.of(directory, other, directory.resolve("../" + directory.getFileName()))) {
                assertThatThrownBy(() -> SegmentLog.open(path, SMALL))
                        .isInstanceOf(LogLockedException.class)
                        .hasMessageContaining("is already open in this process");
            }
            Files.delete(other);
            append(log, 1);
        }
        open().close();
    }

    @Test
    void unknownFormatVersionIsRefused() throws IOException {
        try (SegmentLog log = open()) {
            append(log, 1);
        }
        Path segment = segments().get(0);
        overwrite(segment, 8, (byte) 0, (byte) 0, (byte) 0, (byte) 2);

        assertThatThrownBy(this::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessage(segment + ", offset 0: unknown format version 2: this program knows version 1");
    }

    @Test
    void missingSegmentIsRefused() throws IOException {
        try (SegmentLog log = open()) {
            append(log, 20);
        }
        List<Path> all = segments();
        for (Path missing : all.subList(1, all.size() - 1)) {
            byte[] content = Files.readAllBytes(missing);
            Files.delete(missing);

            assertThatThrownBy(this::open)
                    .isInstanceOf(LogCorruptException.class)
                    .hasMessageStartingWith(missing + ", offset 0: the segment is missing: ")
                    .extracting("file", "offset")
                    .containsExactly(missing, 0L);
            Files.write(missing, content);
        }
        open().close();
    }

    @Test
    void missingFirstSegmentIsNoticedByTheReplay() throws IOException {
        try (SegmentLog log = open()) {
            append(log, 20);
        }
        Files.delete(segments().get(0));
        try (SegmentLog log = open()) {
            assertThatThrownBy(() -> replayed(log, 0)).isInstanceOf(LogDroppedException.class);
        }
    }

    @Test
    void missingLastSegmentsBelowASnapshotAreRefused() throws IOException {
        try (SegmentLog log = open()) {
            append(log, 20);
            log.writeSnapshot(log.nextPosition(), out -> out.write(1));
        }
        List<Path> all = segments();
        Files.delete(all.get(all.size() - 1));

        assertThatThrownBy(this::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining("its last segments are missing");
        for (Path segment : all) {
            Files.deleteIfExists(segment);
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining("its last segments are missing");
    }

    @Test
    void shortenedSegmentIsRefused() throws IOException {
        try (SegmentLog log = open()) {
            append(log, 5);
        }
        for (Path segment : segments()) {
            byte[] content = Files.readAllBytes(segment);
            for (int size : new int[] {0, 63, 64, 4095}) {
                Files.write(segment, java.util.Arrays.copyOf(content, size));
                assertThatThrownBy(this::open)
                        .isInstanceOf(LogCorruptException.class)
                        .hasMessageContaining(segment.toString());
            }
            Files.write(segment, content);
        }
        open().close();
    }

    @Test
    void strangeFilesAreLeftAlone() throws IOException {
        Path strange = Files.writeString(directory.resolve("README.log"), "not ours");
        try (SegmentLog log = open()) {
            append(log, 5);
        }
        open().close();
        assertThat(strange).hasContent("not ours");
    }

    @Test
    void leftOversOfAnEarlierRunAreUsedOrRemoved() throws IOException {
        Files.write(directory.resolve("spare-3"), new byte[100]);
        Files.write(directory.resolve("spare-7"), bytes("x".repeat(4096)).array());
        Files.write(directory.resolve("snapshot.tmp"), new byte[5]);
        try (SegmentLog log = open()) {
            Map<Long, String> appended = append(log, 1);
            assertThat(replayed(log, 0)).isEqualTo(appended);
        }
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("lock", "0000000000000000.log");
    }

    @Test
    void directoryThatIsAFileIsReported() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> SegmentLog.open(file, SMALL))
                .isInstanceOf(LogException.class)
                .hasMessageStartingWith("the log in " + file + " cannot be opened: ");
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        for (int wrong : new int[] {-1, 0, 4095, 4100, (1 << 30) + 8}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SMALL.withSegmentBytes(wrong))
                    .withMessageEndingWith(": " + wrong);
        }
    }

    @Test
    void damagedNewestSnapshotGivesWayToTheOneBefore() throws IOException {
        try (SegmentLog log = open()) {
            for (int i = 0; i < 4; i++) {
                append(log, 2);
                int state = i;
                log.writeSnapshot(log.nextPosition(), out -> out.write(state));
            }
        }
        List<Path> snapshots = files(".snapshot");
        assertThat(snapshots).hasSize(2);
        overwrite(snapshots.get(1), 40, (byte) 77);
        try (SegmentLog log = open()) {
            LogSnapshot latest = log.latestSnapshot().orElseThrow();
            assertThat(latest.open()).hasBinaryContent(new byte[] {2});
            assertThat(replayed(log, latest.position())).hasSize(2);

            log.writeSnapshot(log.nextPosition(), out -> out.write(9));
            assertThat(log.latestSnapshot().orElseThrow().open()).hasBinaryContent(new byte[] {9});
            assertThat(snapshots.get(1)).doesNotExist();
        }
        overwrite(files(".snapshot").get(0), 40, (byte) 77);
        overwrite(files(".snapshot").get(1), 40, (byte) 77);
        try (SegmentLog log = open()) {
            assertThatThrownBy(log::latestSnapshot)
                    .isInstanceOf(LogCorruptException.class)
                    .hasMessageContaining(files(".snapshot").get(1).toString());
        }
    }

    @Test
    void damagedNewestSnapshotIsRefusedWhenTheLogForTheOneBeforeIsGone() throws IOException {
        try (SegmentLog log = open()) {
            append(log, 2);
            log.writeSnapshot(log.nextPosition(), out -> out.write(1));
            append(log, 20);
            log.writeSnapshot(log.nextPosition(), out -> out.write(2));
            log.dropBefore(log.nextPosition());
        }
        Path newest = files(".snapshot").get(1);
        overwrite(newest, 40, (byte) 77);
        try (SegmentLog log = open()) {
            assertThatThrownBy(log::latestSnapshot)
                    .isInstanceOf(LogCorruptException.class)
                    .hasMessageContaining(newest.toString());
        }
    }

    @Test
    void largeSnapshotIsStreamed() throws IOException {
        byte[] state = new byte[1_000_003];
        new java.util.Random(5).nextBytes(state);
        try (SegmentLog log = open()) {
            append(log, 1);
            log.writeSnapshot(log.nextPosition(), out -> {
                out.write(state, 0, 10);
                out.write(state[10]);
                out.write(state, 11, 500_000);
                out.write(state, 500_011, state.length - 500_011);
                out.close();
            });
        }
        try (SegmentLog log = open()) {
            assertThat(log.latestSnapshot().orElseThrow().open()).hasBinaryContent(state);
        }
    }
}
