package io.ringway.log;

import static io.ringway.log.Frames.bytes;
import static io.ringway.log.Frames.read;
import static io.ringway.log.Frames.replayed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power before every single write, sync, rename and delete of a scenario, and lets every one of many fates
 * happen to what was pending. Then everything that was durable must be there, nothing may be there that was never
 * written, and the log must go on.
 */
class PowerCutTest {

    private static final Path DIRECTORY = Path.of("/log");
    private static final SegmentLogOptions SMALL = SegmentLogOptions.defaults().withSegmentBytes(4096);

    /** What the scenario knows about its log. */
    private static final class Oracle {
        final List<String> given = new ArrayList<>();
        final Map<String, Long> positions = new LinkedHashMap<>();
        int durable;
        long droppable;
        long snapshot = -1;
        long snapshotUnderWay = -1;

        void append(SegmentLog log, int length) {
            String text = (given.size() + " ").repeat(length).substring(0, length) + "#" + given.size();
            given.add(text);
            positions.put(text, log.append(bytes(text)));
        }

        void sync(SegmentLog log) {
            int appended = given.size();
            log.sync();
            durable = appended;
        }

        void snapshot(SegmentLog log) {
            int appended = given.size();
            snapshotUnderWay = log.nextPosition();
            log.writeSnapshot(snapshotUnderWay, out -> out.write(stateAt(snapshotUnderWay)));
            durable = appended;
            snapshot = snapshotUnderWay;
        }

        static byte[] stateAt(long position) {
            return ("state at " + position + " ").repeat(20).getBytes(UTF_8);
        }
    }

    private static void scenario(FileLayer files, Oracle oracle) {
        SegmentLogOptions options = SMALL.withFiles(files);
        try (SegmentLog log = SegmentLog.open(DIRECTORY, options)) {
            oracle.append(log, 30);
            oracle.sync(log);
            oracle.append(log, 700);
            oracle.append(log, 1);
            oracle.append(log, 900);
            oracle.sync(log);
            oracle.append(log, 1500);
            oracle.append(log, 1200); // the second segment
            oracle.append(log, 20);
            oracle.snapshot(log);
            oracle.append(log, 600);
            oracle.append(log, 2500); // the third
            oracle.droppable = oracle.snapshot;
            log.dropBefore(oracle.droppable);
            oracle.append(log, 500);
            oracle.append(log, 1000); // the fourth, in the place of the first
            oracle.snapshot(log);
            oracle.append(log, 2000);
            oracle.sync(log);
        }
        oracle.durable = oracle.given.size();
        try (SegmentLog log = SegmentLog.open(DIRECTORY, options)) {
            oracle.append(log, 100);
            oracle.append(log, 3000); // the fifth
            oracle.sync(log);
            oracle.droppable = oracle.snapshot;
            log.dropBefore(oracle.droppable);
            oracle.append(log, 300);
            oracle.snapshot(log);
            oracle.append(log, 40);
        }
        oracle.durable = oracle.given.size();
    }

    @Test
    void whatWasDurableSurvivesAPowerCutBeforeEveryWrite() throws IOException {
        PowerCutLayer whole = new PowerCutLayer();
        scenario(whole, new Oracle());
        int cases = 0;
        int cuts = 0;

        for (int cut = 0; cut < whole.operations(); cut++) {
            PowerCutLayer files = new PowerCutLayer();
            files.cutBefore(cut);
            Oracle oracle = new Oracle();
            runUntilPowerCut(files, oracle);
            for (Fates.Named fate : Fates.of(files.pending())) {
                String what = "power cut before operation " + cut + ", pending: " + fate;
                PowerCutLayer after = files.afterPowerCut(fate.fate());
                if (fate.name().equals(Fates.ALL_KEPT)) {
                    requireNothingCut(what, after);
                }
                cuts += cutDuringRecovery(what, after, oracle);
                requireSurvived(what, after, oracle);
                cases++;
            }
        }

        assertThat(whole.operations()).isGreaterThan(80);
        assertThat(cases).isGreaterThan(1000);
        assertThat(cuts).isGreaterThan(1000);
    }

    /** Where no write was lost or torn, none is cut off, whatever the file held before it was used again. */
    private static void requireNothingCut(String what, PowerCutLayer found) {
        PowerCutLayer files = found.afterPowerCut(Fates.of(0).get(0).fate());
        try (SegmentLog log = SegmentLog.open(DIRECTORY, SMALL.withFiles(files))) {
            assertThat(log.tailCut()).as(what).isEmpty();
        }
    }

    /** Cuts the power once more, at every operation of the recovery. */
    private static int cutDuringRecovery(String what, PowerCutLayer found, Oracle oracle) throws IOException {
        PowerCutLayer.Fate none = Fates.of(0).get(0).fate();
        int cut = 0;
        for (boolean more = true; more; cut++) {
            PowerCutLayer files = found.afterPowerCut(none);
            files.cutBefore(cut);
            more = false;
            try {
                SegmentLog.open(DIRECTORY, SMALL.withFiles(files));
            } catch (PowerCutLayer.PowerCut e) {
                more = true;
            }
            for (Fates.Named fate : Fates.of(files.pending()).subList(0, files.pending() == 0 ? 1 : 6)) {
                requireSurvived(
                        what + ", then before operation " + cut + " of the recovery, pending: " + fate,
                        files.afterPowerCut(fate.fate()),
                        oracle);
            }
        }
        return cut;
    }

    private static void runUntilPowerCut(PowerCutLayer files, Oracle oracle) {
        try {
            scenario(files, oracle);
        } catch (PowerCutLayer.PowerCut e) {
            return;
        }
        throw new AssertionError("the power wasn't cut");
    }

    private static void requireSurvived(String what, PowerCutLayer files, Oracle oracle) throws IOException {
        SegmentLogOptions options = SMALL.withFiles(files);
        long position;
        try (SegmentLog log = SegmentLog.open(DIRECTORY, options)) {
            requireContents(what, log, oracle, null, -1);
            position = log.append(bytes("afterwards"));
            log.sync();
        } catch (LogException e) {
            throw new AssertionError(what, e);
        }
        PowerCutLayer again = files.afterPowerCut(Fates.of(0).get(0).fate());
        try (SegmentLog log = SegmentLog.open(DIRECTORY, SMALL.withFiles(again))) {
            requireContents(what, log, oracle, "afterwards", position);
        } catch (LogException e) {
            throw new AssertionError(what, e);
        }
    }

    private static void requireContents(
            String what, SegmentLog log, Oracle oracle, @Nullable String afterwards, long afterwardsAt)
            throws IOException {
        Map<Long, String> there = replayed(log, log.firstPosition());
        List<String> texts = new ArrayList<>(there.values());
        if (afterwards != null) {
            assertThat(there.get(afterwardsAt)).as(what).isEqualTo(afterwards);
            assertThat(texts.remove(texts.size() - 1)).as(what).isEqualTo(afterwards);
        }
        // A run of what was given, from what couldn't be dropped to what was durable or further.
        int first = texts.isEmpty() ? oracle.given.size() : oracle.given.indexOf(texts.get(0));
        int last = texts.isEmpty() ? oracle.durable : first + texts.size();
        assertThat(first).as(what).isNotNegative();
        assertThat(last).as(what).isBetween(oracle.durable, oracle.given.size());
        if (!texts.isEmpty()) {
            assertThat(texts).as(what).isEqualTo(oracle.given.subList(first, last));
        }
        for (int i = 0; i < oracle.durable; i++) {
            long position = oracle.positions.get(oracle.given.get(i));
            if (position >= oracle.droppable) {
                assertThat(there.get(position)).as(what).isEqualTo(oracle.given.get(i));
                assertThat(read(log, position, oracle.given.get(i).length()))
                        .as(what)
                        .isEqualTo(oracle.given.get(i));
            }
        }
        requireSnapshot(what, log, oracle);
    }

    private static void requireSnapshot(String what, SegmentLog log, Oracle oracle) throws IOException {
        if (oracle.snapshot < 0 && log.latestSnapshot().isEmpty()) {
            return;
        }
        LogSnapshot snapshot = log.latestSnapshot().orElseThrow(() -> new AssertionError(what));
        assertThat(snapshot.position()).as(what).isIn(oracle.snapshot, oracle.snapshotUnderWay);
        assertThat(snapshot.open()).as(what).hasBinaryContent(Oracle.stateAt(snapshot.position()));
        assertThat(log.firstPosition()).as(what).isLessThanOrEqualTo(snapshot.position());
    }
}
