package io.ringway.log;

import static io.ringway.log.Frames.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Flips bits in every byte of every file of a small log: the damage is reported, or changes nothing. */
class DamageTest {

    private static final Path DIRECTORY = Path.of("/log");
    private static final SegmentLogOptions SMALL = SegmentLogOptions.defaults().withSegmentBytes(4096);
    private static final PowerCutLayer.Fate ALL_KEPT = Fates.of(1).get(1).fate();

    private final List<String> given = new ArrayList<>();

    private void append(SegmentLog log, int length) {
        String text = ("batch " + given.size() + " ").repeat(length).substring(0, length);
        given.add(text);
        log.append(bytes(text));
    }

    /** Three segments, the last in the place of a dropped one, and two snapshots. */
    private SegmentLog write(PowerCutLayer files) {
        SegmentLog log = SegmentLog.open(DIRECTORY, SMALL.withFiles(files));
        append(log, 3000);
        append(log, 2000);
        append(log, 500);
        append(log, 900);
        log.dropBefore(log.nextPosition());
        given.remove(0);
        append(log, 2000);
        log.writeSnapshot(log.nextPosition(), out -> out.write("the state before".getBytes(UTF_8)));
        append(log, 1000);
        append(log, 20);
        append(log, 300);
        log.sync();
        log.writeSnapshot(log.nextPosition(), out -> out.write("the newest state".getBytes(UTF_8)));
        append(log, 100);
        append(log, 50);
        log.sync();
        return log;
    }

    @Test
    void damageOfAClosedLogIsReportedOrHarmless() throws IOException {
        PowerCutLayer files = new PowerCutLayer();
        write(files).close();

        int reported = flipEverything(files, true);

        assertThat(reported).isGreaterThan(5000);
    }

    @Test
    void damageAfterACrashIsReportedOrHarmless() throws IOException {
        PowerCutLayer files = new PowerCutLayer();
        write(files); // not closed: the process was killed

        int reported = flipEverything(files, false);

        assertThat(reported).isGreaterThan(5000);
    }

    private int flipEverything(PowerCutLayer files, boolean closed) throws IOException {
        int reported = 0;
        for (String name : files.list(DIRECTORY)) {
            Path file = DIRECTORY.resolve(name);
            for (int offset = 0; offset < files.size(file); offset++) {
                for (int mask : new int[] {1 << offset % 8, 0xff}) {
                    PowerCutLayer damaged = files.afterPowerCut(ALL_KEPT);
                    damaged.flip(file, offset, mask);
                    String what = name + ", offset " + offset + ", bits " + mask;
                    if (!isHarmless(what, damaged, closed)) {
                        reported++;
                    }
                }
            }
        }
        return reported;
    }

    private boolean isHarmless(String what, FileLayer files, boolean closed) throws IOException {
        List<String> there = new ArrayList<>();
        SegmentLog log = null;
        try {
            log = SegmentLog.open(DIRECTORY, SMALL.withFiles(files));
            boolean snapshotReported = requireSnapshot(what, log);
            log.replay(log.firstPosition(), (position, payload) -> there.add(Frames.text(payload)));
            if (there.equals(given)) {
                return !snapshotReported;
            }
            Optional<TailCut> cut = log.tailCut();
            assertThat(cut).as(what).isPresent();
            assertThat(closed).as(what + ": cut from a log that was closed").isFalse();
            // Only the batches of the last sync look like those of a sync that never was.
            assertThat(there.size()).as(what).isBetween(given.size() - 2, given.size() - 1);
            requirePrefix(what, there);
            return false;
        } catch (LogCorruptException e) {
            requirePrefix(what, there);
            return false;
        } finally {
            close(log);
        }
    }

    private void requirePrefix(String what, List<String> there) {
        assertThat(there.equals(given.subList(0, there.size()))).as(what).isTrue();
    }

    /** Returns whether the older one had to do. */
    private static boolean requireSnapshot(String what, SegmentLog log) throws IOException {
        LogSnapshot snapshot = log.latestSnapshot().orElseThrow();
        String state = new String(snapshot.open().readAllBytes(), UTF_8);
        assertThat(state).as(what).isIn("the newest state", "the state before");
        return state.equals("the state before");
    }

    private static void close(@Nullable SegmentLog log) {
        if (log != null) {
            log.close();
        }
    }
}
