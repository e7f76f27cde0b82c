package io.ringway.log;

import static io.ringway.log.Frames.bytes;
import static io.ringway.log.Frames.replayed;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What opening a log makes of bytes that are not its own, or not any more: each check of a frame has a case alone. */
class RecoveryTest {

    private static final Path DIRECTORY = Path.of("/log");
    private static final SegmentLogOptions SMALL = SegmentLogOptions.defaults().withSegmentBytes(4096);
    private static final PowerCutLayer.Fate ALL_LOST = Fates.of(0).get(0).fate();
    private static final int HEADER = SegmentFormat.FRAME_HEADER_BYTES;

    private static SegmentLog open(PowerCutLayer files) {
        return SegmentLog.open(DIRECTORY, SMALL.withFiles(files));
    }

    /** Keeps a part of one of the pending writes, and all of the others. */
    private static PowerCutLayer.Fate tornAt(int torn, int from, int to) {
        return new PowerCutLayer.Fate() {
            @Override
            public int[] ofWrite(int number, int count, int bytes) {
                return number == torn ? new int[] {from, Math.min(to, bytes)} : new int[] {0, bytes};
            }

            @Override
            public boolean ofChange(int number, int count) {
                return true;
            }
        };
    }

    @Test
    void nothingIsCutFromAWholeLogInAFileThatWasUsedBefore() throws IOException {
        PowerCutLayer files = new PowerCutLayer();
        SegmentLog killed = open(files);
        killed.append(bytes("x".repeat(3000)));
        killed.append(bytes("y".repeat(3000)));
        killed.dropBefore(killed.nextPosition());
        killed.append(bytes("z".repeat(1000))); // a new segment, in the file of the first
        killed.append(bytes("end"));
        ByteBuffer behind = ByteBuffer.allocate(1);
        files.open(DIRECTORY.resolve("0000000000002000.log")).read(behind, 2000);
        assertThat((char) behind.get(0)).isEqualTo('x');
        files.killProcess();

        try (SegmentLog log = open(files)) {
            assertThat(log.tailCut()).isEmpty();
            assertThat(replayed(log, log.firstPosition()).values()).endsWith("z".repeat(1000), "end");
        }
        try (SegmentLog closedBefore = open(files)) {
            assertThat(closedBefore.tailCut()).isEmpty();
        }
    }

    @Test
    void whatWasCutDoesNotComeBackBehindNewFrames() {
        PowerCutLayer files = new PowerCutLayer();
        SegmentLog first = open(files);
        first.append(bytes("kept"));
        first.sync();
        first.append(bytes("b".repeat(100)));
        long cutPosition = first.append(bytes("c".repeat(100)));

        PowerCutLayer torn = files.afterPowerCut(tornAt(0, 0, 0));
        SegmentLog second = open(torn);
        assertThat(second.tailCut().orElseThrow().wholeFrames()).isEqualTo(1);
        // Ends where the frame that was cut began; the disk takes it without the zeros behind it.
        int length = (int) (cutPosition - HEADER - second.nextPosition()) - HEADER;
        second.append(bytes("d".repeat(length)));
        PowerCutLayer again = torn.afterPowerCut(tornAt(torn.pending() - 1, 0, HEADER + length));

        try (SegmentLog third = open(again)) {
            assertThat(replayed(third, 0).values()).containsExactly("kept", "d".repeat(length));
        }
    }

    @Test
    void whatAnOpenedLogCallsDurableSurvivesAPowerCut() {
        PowerCutLayer files = new PowerCutLayer();
        SegmentLog killed = open(files);
        killed.append(bytes("not synced"));
        files.killProcess();

        SegmentLog log = open(files);
        assertThat(log.syncedPosition()).isGreaterThan(0);
        long synced = log.syncedPosition();
        try (SegmentLog after = open(files.afterPowerCut(ALL_LOST))) {
            assertThat(after.nextPosition()).isGreaterThanOrEqualTo(synced);
            assertThat(replayed(after, 0).values()).containsExactly("not synced");
        }
    }

    @Test
    void frameForgedInAPayloadIsNotTakenForOne() {
        PowerCutLayer files = new PowerCutLayer();
        SegmentLog log = open(files);
        log.append(bytes("before"));
        log.sync();
        // Whoever sends payloads may guess the position, but not the random id of the segment.
        int forgedAt = 8;
        long position = log.nextPosition() + HEADER + forgedAt;
        ByteBuffer inside = ByteBuffer.wrap("gotcha".getBytes(US_ASCII));
        ByteBuffer payload = ByteBuffer.allocate(200).position(forgedAt);
        new SegmentFormat().putFrameHeader(payload, 0, position + HEADER, position, inside);
        payload.put(inside).clear();
        log.append(payload);

        // The header of the frame around it is torn off.
        PowerCutLayer torn = files.afterPowerCut(tornAt(files.pending() - 1, HEADER, Integer.MAX_VALUE));
        try (SegmentLog after = open(torn)) {
            assertThat(after.tailCut()).isEmpty();
            assertThat(replayed(after, 0).values()).containsExactly("before");
        }
    }

    @Test
    void frameInThePlaceOfAnotherIsReported() throws IOException {
        PowerCutLayer files = new PowerCutLayer();
        try (SegmentLog log = open(files)) {
            log.append(bytes("first"));
            log.append(bytes("other"));
        }
        // As a disk does that writes to the wrong place.
        LogFile file = files.open(DIRECTORY.resolve("0000000000000000.log"));
        int frame = (int) SegmentFormat.frameBytes(5);
        ByteBuffer copy = ByteBuffer.allocate(frame);
        file.read(copy, SegmentFormat.HEADER_BYTES);
        file.write(copy.flip(), SegmentFormat.HEADER_BYTES + frame);

        assertThatThrownBy(() -> open(files))
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining("the frame says that it is at 88, not " + (88 + frame));
    }
}
