package io.ringway.log;

import static io.ringway.log.Frames.bytes;
import static io.ringway.log.Frames.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt closes a FileChannel for everybody. The log must not notice. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptTest {

    private static final SegmentLogOptions SMALL = SegmentLogOptions.defaults().withSegmentBytes(1 << 14);

    @TempDir
    Path directory;

    @Test
    void everyCallWorksInAnInterruptedThreadWhichStaysInterrupted() {
        Thread.currentThread().interrupt();
        try (SegmentLog log = SegmentLog.open(directory, SMALL)) {
            long position = 0;
            for (int i = 0; i < 50; i++) {
                position = log.append(bytes("batch".repeat(300)));
                log.sync();
            }
            log.writeSnapshot(log.nextPosition(), out -> out.write(1));
            log.dropBefore(log.nextPosition());
            assertThat(read(log, position, 5)).isEqualTo("batch");
            assertThat(log.latestSnapshot()).isPresent();
            log.replay(
                    log.firstPosition(),
                    (at, payload) -> assertThat(payload.remaining()).isEqualTo(1500));
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptsInTheMiddleOfAnyCallDoNoHarm() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (SegmentLog log = SegmentLog.open(directory, SMALL)) {
            long first = log.append(bytes("first"));
            Thread appender = new Thread(() -> {
                for (int i = 0; i < 2000; i++) {
                    log.append(bytes("batch " + i));
                    log.sync();
                }
            });
            CompletableFuture<Void> failed = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                while (!stop.get()) {
                    assertThat(read(log, first, 5)).isEqualTo("first");
                }
            });
            for (Thread thread : new Thread[] {appender, reader}) {
                thread.setUncaughtExceptionHandler((t, e) -> failed.completeExceptionally(e));
                thread.start();
            }
            while (appender.isAlive()) {
                appender.interrupt();
                reader.interrupt();
                Thread.onSpinWait();
            }
            stop.set(true);
            appender.join();
            reader.join();
            failed.complete(null);
            failed.get();
            int[] count = {0};
            log.replay(0, (position, payload) -> count[0]++);
            assertThat(count[0]).isEqualTo(2001);
        }
    }
}
