package io.ringway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spool on a real disk. */
class SpoolTest {

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_000_000));
    private SpoolOptions options =
            SpoolOptions.defaults().withSegmentBytes(4096).withClock(now::get);
    private Spool spool;

    private Spool open() {
        spool = Spool.open(directory, options);
        return spool;
    }

    @AfterEach
    void close() {
        if (spool != null) {
            spool.close();
        }
    }

    private static List<byte[]> records(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> ("record " + i).getBytes(UTF_8))
                .toList();
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "record " + i).toList();
    }

    private static List<String> texts(List<SpoolRecord> records) {
        return records.stream()
                .map(record -> new String(record.payload(), UTF_8))
                .toList();
    }

    private List<String> readAll() {
        List<String> all = new ArrayList<>();
        for (List<SpoolRecord> read = spool.read(7, 1 << 20); !read.isEmpty(); read = spool.read(7, 1 << 20)) {
            all.addAll(texts(read));
        }
        return all;
    }

    private void requireSum() {
        SpoolStats stats = spool.stats();
        assertThat(stats.recovered() + stats.stored())
                .isEqualTo(stats.pending() + stats.acknowledged() + stats.droppedForBytes() + stats.droppedForAge());
    }

    @Test
    void recordsComeOutInOrderWithAscendingNumbers() {
        open();
        assertThat(spool.read(10, 1000)).isEmpty();
        for (int i = 0; i < 300; i += 3) {
            assertThat(spool.append(records(i, i + 3))).isEqualTo(3);
        }
        assertThat(spool.append(List.of())).isZero();

        List<SpoolRecord> all = spool.read(1000, 1 << 20);

        assertThat(texts(all)).isEqualTo(texts(0, 300));
        assertThat(all.stream().map(SpoolRecord::sequence))
                .isEqualTo(Stream.iterate(0L, i -> i + 1).limit(300).toList());
        assertThat(all).allMatch(record -> record.millis() == 1_000_000_000L);
        assertThat(spool.read(1, 1)).isEmpty();
        assertThat(spool.pending()).isEqualTo(300);
    }

    @Test
    void readKeepsItsLimits() {
        open();
        spool.append(records(0, 20)); // of 8 bytes, then of 9

        assertThat(texts(spool.read(3, 1000))).isEqualTo(texts(0, 3));
        assertThat(texts(spool.read(100, 16))).isEqualTo(texts(3, 5));
        assertThat(texts(spool.read(100, 15))).isEqualTo(texts(5, 6));
        assertThat(texts(spool.read(100, 1))).isEqualTo(texts(6, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> spool.read(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> spool.read(1, 0));
    }

    @Test
    void onlyAcknowledgedRecordsAreGone() {
        open();
        spool.append(records(0, 50));
        spool.read(20, 1000);

        assertThat(spool.acknowledge(9)).isEqualTo(10);
        assertThat(spool.acknowledge(9)).isZero();
        assertThat(texts(spool.read(1, 1000))).isEqualTo(texts(20, 21));
        spool.rewind();
        assertThat(readAll()).isEqualTo(texts(10, 50));
        requireSum();

        spool.close();
        open();
        assertThat(readAll()).isEqualTo(texts(10, 50));
        assertThat(spool.stats().recovered()).isEqualTo(40);
        assertThat(spool.acknowledge(49)).isEqualTo(40);
        assertThat(spool.stats().pendingBytes()).isZero();
        assertThat(spool.stats().oldestMillis()).isEqualTo(-1);
        requireSum();

        spool.close();
        open();
        assertThat(readAll()).isEmpty();
        spool.append(records(50, 51));
        assertThat(spool.read(1, 100))
                .singleElement()
                .extracting(SpoolRecord::sequence)
                .isEqualTo(50L);
    }

    @Test
    void onlyWhatWasReadCanBeAcknowledged() {
        open();
        spool.append(records(0, 10));
        spool.read(5, 1000);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> spool.acknowledge(5))
                .withMessage("record 5 has not been read: the next one to read is 5");
        assertThat(spool.acknowledge(4)).isEqualTo(5);
        assertThat(spool.acknowledge(-1)).isZero();
    }

    @Test
    void acknowledgedFilesAreFreed() throws IOException {
        open();
        for (int round = 0; round < 50; round++) {
            spool.append(records(0, 200));
            for (List<SpoolRecord> read = spool.read(64, 1 << 20); !read.isEmpty(); read = spool.read(64, 1 << 20)) {
                spool.acknowledge(read.get(read.size() - 1).sequence());
            }
            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.filter(Files::isRegularFile).count()).isLessThan(10);
            }
        }
        requireSum();
    }

    @Test
    void oldestRecordsAreGivenUpForNewOnes() {
        options = options.withMaxBytes(4096).withSegmentBytes(8192);
        open();
        int fit = (4096 - 32) / (12 + 8);
        byte[] record = new byte[8];
        List<byte[]> many = Stream.generate(() -> record).limit(fit).toList();

        assertThat(spool.append(many)).isEqualTo(fit);
        assertThat(spool.stats().pendingBytes()).isEqualTo(32 + fit * 20L).isLessThanOrEqualTo(4096);
        assertThat(spool.stats().droppedForBytes()).isZero();
        for (int i = 0; i < 1000; i++) {
            assertThat(spool.append(List.of(("n" + i).getBytes(UTF_8)))).isEqualTo(1);
            assertThat(spool.stats().pendingBytes()).isLessThanOrEqualTo(4096);
            requireSum();
        }
        List<String> left = readAll();
        assertThat(left.get(left.size() - 1)).isEqualTo("n999");
        assertThat(left).hasSize((int) spool.pending()).hasSizeGreaterThan(80);
        assertThat(left)
                .isEqualTo(IntStream.range(1000 - left.size(), 1000)
                        .mapToObj(i -> "n" + i)
                        .toList());
    }

    @Test
    void appendLargerThanTheSpoolKeepsItsNewest() {
        options = options.withMaxBytes(4096);
        open();

        assertThat(spool.append(records(0, 5000))).isEqualTo(5000);

        List<String> left = readAll();
        assertThat(left).isEqualTo(texts(5000 - left.size(), 5000)).hasSizeGreaterThan(100);
        assertThat(spool.stats().droppedForBytes()).isEqualTo(5000 - left.size());
        requireSum();
    }

    @Test
    void fullSpoolRefusesNewRecordsWhereOldOnesAreToBeKept() {
        options = options.withMaxBytes(4096).withDropOldest(false);
        open();

        int stored = spool.append(records(0, 5000));

        assertThat(stored).isBetween(100, 300);
        assertThat(spool.append(records(0, 3))).isZero();
        assertThat(spool.stats().refused()).isEqualTo(5000 - stored + 3);
        assertThat(readAll()).isEqualTo(texts(0, stored));
        spool.acknowledge(9);
        assertThat(spool.append(records(0, 1))).isEqualTo(1);
        requireSum();
    }

    @Test
    void recordsOfOneArrayAreStoredAsThoseOfAList() {
        options = options.withMaxBytes(4096).withDropOldest(false);
        open();
        byte[] bytes = "onetwothree, and what is not to be stored".getBytes(UTF_8);
        int[] ends = {3, 3, 6, 11, 20};

        assertThat(spool.append(bytes, ends, 4)).isEqualTo(4);
        assertThat(spool.append(bytes, ends, 0)).isZero();
        Arrays.fill(bytes, (byte) '?');
        assertThat(readAll()).containsExactly("one", "", "two", "three");
        assertThat(spool.append(new byte[5000], new int[] {3000, 5000}, 2)).isEqualTo(1);
        assertThat(spool.stats().refused()).isEqualTo(1);
        requireSum();
    }

    @Test
    void endsThatAreNoneStoreNothing() {
        open();
        byte[] bytes = new byte[10];

        for (int[] ends : new int[][] {{11}, {5, 4}, {-1}, {1, 12}, {3, 2, 4}}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .as(Arrays.toString(ends))
                    .isThrownBy(() -> spool.append(bytes, ends, ends.length));
        }
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> spool.append(bytes, new int[] {1, 2}, 3));
        byte[] severalFrames = new byte[1_000_000];
        int[] lastIsWrong = IntStream.rangeClosed(1, 1000).map(i -> 1000 * i).toArray();
        lastIsWrong[999]++;
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> spool.append(severalFrames, lastIsWrong, 1000));
        assertThat(spool.pending()).isZero();
    }

    @Test
    void largestRecordFitsAndALargerOneIsRefused() {
        for (long maxBytes : new long[] {4096, 1 << 20}) {
            options = options.withMaxBytes(maxBytes);
            try (Spool each = Spool.open(directory.resolve("" + maxBytes), options)) {
                byte[] largest = new byte[each.maxRecordBytes()];
                assertThat(each.append(List.of(largest))).isEqualTo(1);
                assertThat(each.append(List.of(new byte[0]))).isEqualTo(1);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> each.append(List.of(new byte[1], new byte[largest.length + 1])))
                        .withMessage("a record has at most " + largest.length + " bytes: " + (largest.length + 1));
                List<SpoolRecord> read = each.read(10, 1 << 20);
                assertThat(read.get(read.size() - 1).payload()).isEmpty();
            }
        }
    }

    @Test
    void recordsThatAreTooOldAreGivenUp() {
        options = options.withMaxAge(Duration.ofMinutes(10));
        open();
        spool.append(records(0, 10));
        now.set(now.get().plus(Duration.ofMinutes(5)));
        spool.append(records(10, 20));
        now.set(now.get().plus(Duration.ofMinutes(5)));
        assertThat(texts(spool.read(5, 1000))).isEqualTo(texts(0, 5));

        now.set(now.get().plusMillis(1));
        assertThat(readAll()).isEqualTo(texts(10, 20));
        assertThat(spool.stats().droppedForAge()).isEqualTo(10);
        assertThat(spool.acknowledge(4)).isZero();
        requireSum();

        now.set(now.get().minus(Duration.ofDays(1))); // the clock goes back: nothing happens
        spool.append(records(20, 21));
        now.set(now.get().plus(Duration.ofDays(2)));
        spool.append(records(21, 22));
        spool.rewind();
        assertThat(readAll()).isEqualTo(texts(21, 22));
        assertThat(spool.stats().droppedForAge()).isEqualTo(21);
        requireSum();
    }

    @Test
    void ageCountsAcrossARestart() {
        options = options.withMaxAge(Duration.ofMinutes(10));
        open();
        spool.append(records(0, 10));
        spool.close();
        now.set(now.get().plus(Duration.ofHours(1)));
        open();
        assertThat(readAll()).isEmpty();
        assertThat(spool.stats().droppedForAge()).isEqualTo(10);
    }

    @Test
    void secondOpenIsRefused() {
        open();
        assertThatThrownBy(() -> Spool.open(directory, options)).isInstanceOf(LogLockedException.class);
    }

    @Test
    void closedSpoolRefusesEverything() {
        open().close();
        spool.close();
        assertThatIllegalStateException().isThrownBy(() -> spool.append(records(0, 1)));
        assertThatIllegalStateException().isThrownBy(() -> spool.read(1, 1));
        assertThatIllegalStateException().isThrownBy(spool::rewind);
        assertThatIllegalStateException().isThrownBy(() -> spool.acknowledge(0));
        assertThatIllegalStateException().isThrownBy(spool::stats);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxBytes(4095));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxAge(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withSegmentBytes(1));
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static void flip(Path file, long offset) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.position(offset).read(one);
            one.put(0, (byte) ~one.get(0)).rewind();
            channel.position(offset).write(one);
        }
    }

    private void fill() {
        open();
        for (int i = 0; i < 1000; i += 10) {
            spool.append(records(i, i + 10));
        }
        spool.read(25, 10_000);
        spool.acknowledge(24);
        spool.close();
    }

    @Test
    void missingSegmentIsReportedAndTheOthersCanBeKept() throws IOException {
        fill();
        Path missing = segments().get(2);
        Files.delete(missing);

        assertThatThrownBy(this::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining(missing + ", offset 0: the segment is missing");

        options = options.withKeepReadable(true);
        open();
        assertThat(spool.damage().orElseThrow()).contains(missing.toString(), "the segment is missing");
        requireRest();
    }

    @Test
    void flippedBitIsReportedAndTheOtherRecordsCanBeKept() throws IOException {
        fill();
        Path damaged = segments().get(3);
        flip(damaged, 1000);

        assertThatThrownBy(this::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining(damaged.toString())
                .hasMessageContaining("the checksum of the frame is wrong");

        options = options.withKeepReadable(true);
        open();
        assertThat(spool.damage().orElseThrow()).contains(damaged.toString(), "the checksum of the frame is wrong");
        assertThat(spool.stats().lost()).isEqualTo(10);
        requireRest();
    }

    @Test
    void damagedHeadIsReportedAndTheRecordsCanBeKept() throws IOException {
        fill();
        flip(directory.resolve("head"), 20);
        flip(directory.resolve("head"), 532);
        assertThatThrownBy(this::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining(directory.resolve("head").toString());
        Files.delete(directory.resolve("head"));
        assertThatThrownBy(this::open).isInstanceOf(LogCorruptException.class).hasMessageContaining("is missing");

        options = options.withKeepReadable(true);
        open();
        assertThat(spool.damage()).isPresent();
        assertThat(readAll()).isEqualTo(texts(0, 1000)); // which were acknowledged is not known any more
    }

    @Test
    void oneDamagedSlotOfTheHeadBringsRecordsBackAtWorst() throws IOException {
        fill();
        flip(directory.resolve("head"), 532);
        open();
        assertThat(readAll()).isEqualTo(texts(0, 1000));
    }

    /** What is kept is in order, goes on, and is in order at the next opening too. */
    private void requireRest() {
        List<String> left = readAll();
        long lost = spool.stats().lost();
        assertThat(lost).isPositive();
        assertThat(left).hasSize((int) (975 - lost)).isSubsetOf(texts(25, 1000)).doesNotHaveDuplicates();
        assertThat(left.stream()
                        .mapToInt(text -> Integer.parseInt(text.substring(7)))
                        .toArray())
                .isSorted();
        spool.append(records(1000, 1001));
        spool.close();
        options = options.withKeepReadable(false);
        open();
        List<String> again = new ArrayList<>(left);
        again.add("record 1000");
        assertThat(readAll()).isEqualTo(again);
        requireSum();
    }
}
