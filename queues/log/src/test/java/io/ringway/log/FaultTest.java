package io.ringway.log;

import static io.ringway.log.Frames.bytes;
import static io.ringway.log.Frames.read;
import static io.ringway.log.Frames.replayed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringway.log.FaultLayer.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file system that fails, or takes its time. */
class FaultTest {

    private static final Path DIRECTORY = Path.of("/log");
    private static final String NO_SPACE = "No space left on device";

    private final PowerCutLayer disk = new PowerCutLayer();
    private final FaultLayer files = new FaultLayer(disk);
    private final SegmentLogOptions options =
            SegmentLogOptions.defaults().withSegmentBytes(4096).withFiles(files);

    private SegmentLog open() {
        return SegmentLog.open(DIRECTORY, options);
    }

    @Test
    void failedSyncIsFinal() {
        SegmentLog log = open();
        long first = log.append(bytes("durable"));
        log.sync();
        long durable = log.syncedPosition();
        long second = log.append(bytes("perhaps"));
        files.fail(Operation.SYNC, "Input/output error");

        assertThatThrownBy(log::sync)
                .isInstanceOf(LogException.class)
                .hasMessageContaining("0000000000000000.log cannot be synced")
                .hasRootCauseMessage("Input/output error");

        files.heal(); // a second sync would succeed without having written anything
        assertThatThrownBy(log::sync).isInstanceOf(LogException.class).hasMessageContaining("has failed");
        assertThatThrownBy(() -> log.append(bytes("more")))
                .isInstanceOf(LogException.class)
                .isNotInstanceOf(LogFullException.class)
                .hasMessageContaining("has failed");
        assertThatThrownBy(() -> log.writeSnapshot(second, out -> out.write(1))).isInstanceOf(LogException.class);
        assertThat(log.syncedPosition()).isEqualTo(durable);
        assertThat(read(log, first, 7)).isEqualTo("durable");
        assertThat(replayed(log, 0)).isEqualTo(Map.of(first, "durable", second, "perhaps"));
        log.close();
    }

    @Test
    void failedWriteIsFinal() {
        SegmentLog log = open();
        long first = log.append(bytes("first"));
        files.fail(Operation.WRITE, "Input/output error");

        assertThatThrownBy(() -> log.append(bytes("second")))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("cannot be written");

        files.heal();
        assertThatThrownBy(() -> log.append(bytes("third"))).isInstanceOf(LogException.class);
        assertThat(replayed(log, 0)).isEqualTo(Map.of(first, "first"));
        log.close();
        try (SegmentLog again = open()) {
            assertThat(replayed(again, 0)).containsEntry(first, "first");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "OPEN"})
    void fullDiskLeavesTheLogUsableAndItGoesOnWhenThereIsSpace(Operation failing) {
        try (SegmentLog log = open()) {
            Map<Long, String> appended = new TreeMap<>();
            String batch = "x".repeat(3000);
            appended.put(log.append(bytes(batch)), batch);
            files.fail(failing, NO_SPACE);

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> {
                            while (true) {
                                appended.put(log.append(bytes(batch)), batch);
                            }
                        })
                        .isInstanceOf(LogFullException.class)
                        .hasMessageStartingWith(
                                "the log in " + DIRECTORY + " cannot get another segment of 4096 bytes: ")
                        .hasRootCauseMessage(NO_SPACE);
            }
            assertThat(replayed(log, 0)).isEqualTo(appended);
            String small = "fits into what is left";
            appended.put(log.append(bytes(small)), small);
            assertThat(log.sync()).isEqualTo(log.nextPosition());

            files.heal();
            for (int i = 0; i < 5; i++) {
                appended.put(log.append(bytes(batch)), batch);
            }
            log.sync();
            assertThat(replayed(log, 0)).isEqualTo(appended);
        }
        try (SegmentLog log = open()) {
            assertThat(replayed(log, 0)).hasSizeGreaterThan(5);
        }
    }

    @Test
    void everyOperationMayFailOnce() throws IOException {
        AtomicInteger operations = new AtomicInteger();
        files.judge((operation, file) -> operations.incrementAndGet());
        fill(open(), new TreeMap<>());

        for (int failing = 0; failing < operations.get(); failing++) {
            requireSurvivesFailureOf(failing);
        }
        assertThat(operations.get()).isGreaterThan(60);
    }

    /** Fails one operation of a run; what was durable must be there in the next. */
    private static void requireSurvivesFailureOf(int failing) throws IOException {
        FaultLayer files = new FaultLayer(new PowerCutLayer());
        SegmentLogOptions options =
                SegmentLogOptions.defaults().withSegmentBytes(4096).withFiles(files);
        AtomicInteger operations = new AtomicInteger();
        List<String> failed = new ArrayList<>();
        files.judge((operation, file) -> {
            if (operations.getAndIncrement() == failing) {
                failed.add(operation + " of " + file);
                throw new IOException("Input/output error");
            }
        });
        Map<Long, String> durable = new TreeMap<>();
        long dropped = 0;
        try {
            dropped = fill(SegmentLog.open(DIRECTORY, options), durable);
        } catch (LogException e) {
            assertThat(e).hasMessageContaining(DIRECTORY.toString());
        }
        assertThat(failed).hasSize(1);
        files.heal();
        try (SegmentLog log = SegmentLog.open(DIRECTORY, options)) {
            Map<Long, String> there = replayed(log, log.firstPosition());
            long keep = dropped;
            durable.forEach((position, text) -> {
                if (position >= Math.max(keep, log.firstPosition())) {
                    assertThat(there.get(position)).as(failed.toString()).isEqualTo(text);
                }
            });
            fill(log, new TreeMap<>());
        }
    }

    /** Appends, drops, makes snapshots and closes; goes on after a failure as far as the log lets it. */
    private static long fill(SegmentLog log, Map<Long, String> durable) {
        Map<Long, String> appended = new TreeMap<>();
        long dropped = 0;
        RuntimeException failure = null;
        for (int i = 0; i < 12; i++) {
            try {
                String text = "batch " + i + " ".repeat(1000);
                appended.put(log.append(bytes(text)), text);
                log.sync();
                durable.putAll(appended);
                if (i % 4 == 2) {
                    log.writeSnapshot(log.nextPosition(), out -> out.write(1));
                }
                if (i == 8) {
                    dropped = log.nextPosition();
                    log.dropBefore(dropped);
                }
            } catch (LogException e) {
                failure = e;
            }
        }
        log.close();
        if (failure != null && durable.isEmpty()) {
            throw failure;
        }
        return dropped;
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void appendsAndReadsGoOnWhileASyncTakesItsTime() throws Exception {
        try (SegmentLog log = open()) {
            long first = log.append(bytes("first"));
            CountDownLatch inSync = new CountDownLatch(1);
            CountDownLatch finish = new CountDownLatch(1);
            files.judge((operation, file) -> {
                if (operation == Operation.SYNC) {
                    inSync.countDown();
                    awaitUninterruptibly(finish);
                }
            });
            CompletableFuture<Long> sync = CompletableFuture.supplyAsync(log::sync);
            inSync.await();

            long second = log.append(bytes("second"));
            assertThat(read(log, second, 6)).isEqualTo("second");
            assertThat(replayed(log, 0)).isEqualTo(Map.of(first, "first", second, "second"));
            assertThat(log.syncedPosition()).isLessThanOrEqualTo(first);
            assertThat(sync).isNotDone();
            finish.countDown();

            assertThat(sync.get()).isGreaterThan(first).isLessThan(second);
            assertThat(log.syncedPosition()).isLessThan(second);
            assertThat(log.sync()).isGreaterThan(second);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void segmentThatCannotBeRemovedIsRemovedLater() {
        try (SegmentLog log = open()) {
            for (int i = 0; i < 5; i++) {
                log.append(bytes("x".repeat(3000)));
            }
            files.fail(Operation.RENAME, "Permission denied");
            assertThatThrownBy(() -> log.dropBefore(log.nextPosition()))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("0000000000000000.log cannot be removed");
            assertThatThrownBy(() -> log.dropBefore(log.nextPosition())).isInstanceOf(LogException.class);
            assertThat(disk.list(DIRECTORY)).contains("0000000000000000.log", "0000000000001000.log");

            files.heal();
            log.dropBefore(log.nextPosition());
            assertThat(disk.list(DIRECTORY).stream().filter(name -> name.endsWith(".log")))
                    .containsExactly("0000000000004000.log");
        }
        open().close();
    }

    @Test
    void segmentThatIsUsedAgainDuringAReadIsNoticed() {
        try (SegmentLog log = open()) {
            long position = log.append(bytes("x".repeat(3000)));
            log.append(bytes("y".repeat(3000)));
            useAgainDuringRead(log);
            assertThatThrownBy(() -> read(log, position, 3000))
                    .isInstanceOf(LogDroppedException.class)
                    .hasMessageContaining("dropped");
        }
    }

    @Test
    void segmentThatIsUsedAgainDuringAReplayIsNoticed() {
        try (SegmentLog log = open()) {
            log.append(bytes("x".repeat(3000)));
            log.append(bytes("y".repeat(3000)));
            useAgainDuringRead(log);
            assertThatThrownBy(() -> replayed(log, 0))
                    .isInstanceOf(LogDroppedException.class)
                    .hasMessageContaining("dropped");
        }
    }

    /** The next read finds its segment dropped, and its file, which stays open here, filled with newer frames. */
    private void useAgainDuringRead(SegmentLog log) {
        files.judge((operation, file) -> {
            if (operation == Operation.READ) {
                files.heal();
                log.dropBefore(log.nextPosition());
                log.append(bytes("z".repeat(3000)));
            }
        });
    }

    @Test
    void unreadableFileIsReported() {
        try (SegmentLog log = open()) {
            long position = log.append(bytes("batch"));
            files.fail(Operation.READ, "Input/output error");

            assertThatThrownBy(() -> read(log, position, 1))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("0000000000000000.log cannot be read");
            assertThatThrownBy(() -> replayed(log, 0))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("0000000000000000.log cannot be read");
            files.heal();
            assertThat(read(log, position, 5)).isEqualTo("batch");
        }
    }

    @Test
    void failedOpenGivesTheLockBack() {
        files.fail(Operation.LIST, "Input/output error");
        assertThatThrownBy(this::open).isInstanceOf(LogException.class).hasMessageContaining("cannot be opened");
        files.heal();
        open().close();
    }
}
