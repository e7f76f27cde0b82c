package io.ringway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cuts the power before every write, sync, rename and delete of a spool's life. */
class SpoolPowerCutTest {

    private static final Path DIRECTORY = Path.of("/spool");
    private static final SpoolOptions SMALL =
            SpoolOptions.defaults().withSegmentBytes(4096).withMaxBytes(9000);

    /** What the scenario was told. */
    private static final class Oracle {
        int given;
        int stored;
        int removable;

        void append(Spool spool, int count) {
            List<byte[]> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                records.add(record(given++));
            }
            assertThat(spool.append(records)).isEqualTo(count);
            stored = given;
            removable = Math.max(removable, given - (int) spool.pending());
        }

        void acknowledge(Spool spool, int count) {
            List<SpoolRecord> read = spool.read(count, 1 << 20);
            long last = read.get(read.size() - 1).sequence();
            removable = Math.max(removable, (int) last + 1);
            spool.acknowledge(last);
        }
    }

    private static byte[] record(int number) {
        return (number + " ").repeat(200).substring(0, 300).getBytes(UTF_8);
    }

    private static void scenario(FileLayer files, Oracle oracle) {
        SpoolOptions options = SMALL.withFiles(files);
        try (Spool spool = Spool.open(DIRECTORY, options)) {
            oracle.append(spool, 3);
            oracle.append(spool, 10);
            oracle.acknowledge(spool, 5);
            oracle.append(spool, 7);
            oracle.acknowledge(spool, 9);
            oracle.acknowledge(spool, 2);
        }
        try (Spool spool = Spool.open(DIRECTORY, options)) {
            oracle.append(spool, 20);
            oracle.removable = Math.max(oracle.removable, oracle.given + 12 - 27);
            oracle.append(spool, 12); // gives up the oldest
            oracle.acknowledge(spool, 30);
        }
    }

    @Test
    void storedRecordsSurviveAPowerCutBeforeEveryWrite() {
        PowerCutLayer whole = new PowerCutLayer();
        scenario(whole, new Oracle());
        int cases = 0;
        for (int cut = 0; cut < whole.operations(); cut++) {
            PowerCutLayer files = new PowerCutLayer();
            files.cutBefore(cut);
            Oracle oracle = new Oracle();
            try {
                scenario(files, oracle);
                throw new AssertionError("the power wasn't cut");
            } catch (PowerCutLayer.PowerCut e) {
                for (Fates.Named fate : Fates.of(files.pending())) {
                    requireSurvived(
                            "power cut before operation " + cut + ", pending: " + fate,
                            files.afterPowerCut(fate.fate()),
                            oracle);
                    cases++;
                }
            }
        }
        assertThat(cases).isGreaterThan(500);
    }

    private static void requireSurvived(String what, FileLayer files, Oracle oracle) {
        try (Spool spool = Spool.open(DIRECTORY, SMALL.withFiles(files))) {
            List<SpoolRecord> read = spool.read(1000, 1 << 20);
            int from = oracle.given;
            int next = -1;
            for (SpoolRecord record : read) {
                int number = Integer.parseInt(new String(record.payload(), UTF_8).split(" ", 2)[0]);
                assertThat(record.payload()).as(what).isEqualTo(record(number));
                assertThat(record.sequence()).as(what).isEqualTo(number);
                assertThat(number).as(what).isEqualTo(next < 0 ? number : next);
                from = Math.min(from, number);
                next = number + 1;
            }
            if (oracle.removable < oracle.stored) {
                assertThat(from).as(what).isLessThanOrEqualTo(oracle.removable);
                assertThat(next).as(what).isGreaterThanOrEqualTo(oracle.stored);
            }
            assertThat(spool.append(List.of(record(1)))).as(what).isEqualTo(1);
        } catch (LogException e) {
            throw new AssertionError(what, e);
        }
    }
}
