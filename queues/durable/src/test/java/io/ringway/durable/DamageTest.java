package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringway.log.FileLayer;
import io.ringway.log.LogCorruptException;
import io.ringway.log.LogFile;
import io.ringway.log.PowerCutLayer;
import io.ringway.log.SegmentLog;
import io.ringway.log.SegmentLogOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Flips a bit in every byte of a small engine's files. Opening reports it with the file, the place and the reason, or
 * gives the right state; and no consumer sees a payload that was not published.
 */
@Timeout(300)
class DamageTest {

    private static final Path DIRECTORY = Path.of("/log");
    private static final String QUEUE = "$queue/damage";

    /** Opening threads for every byte would take long: one in so many is opened by a real engine. */
    private static final int ENGINES = 131;

    private final Set<String> texts = new HashSet<>();
    private RecordedLog log;
    private DurableQueues queues;

    private static SegmentLog log(FileLayer files) {
        return SegmentLog.open(
                DIRECTORY,
                SegmentLogOptions.defaults().withSegmentBytes(1 << 12).withFiles(files));
    }

    private static DurableOptions options() {
        return DurableOptions.builder()
                .deliveryThreads(1)
                .maxPendingCommands(64)
                .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .nanoClock(() -> 0)
                .build();
    }

    private void open(RecordedFiles files) {
        queues = DurableQueues.open(log.around(log(files)), options());
    }

    private void publish(String text, String key) {
        texts.add(text);
        queues.publish(QUEUE, Message.builder(text.getBytes(UTF_8)).key(key).build())
                .join();
    }

    private Delivery take(BlockingQueue<Delivery> deliveries) throws InterruptedException {
        Delivery delivery = deliveries.poll(60, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();
        return delivery;
    }

    /** Some segments, two snapshots and a log behind them; messages of every kind, in every part of it. */
    private RecordedFiles write() throws InterruptedException {
        RecordedFiles files = new RecordedFiles(new PowerCutLayer());
        log = new RecordedLog(files);
        open(files);
        queues.create(QueueConfig.builder(QUEUE)
                .partitions(2)
                .retryPolicy(new RetryPolicy(1, Duration.ofDays(1), Duration.ofDays(1), 1, Duration.ofDays(9)))
                .build());
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        Subscription consumer = queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
        publish("acked", "a");
        take(deliveries).ack().join();
        publish("rejected", "a");
        take(deliveries).reject("bad").join();
        publish("waits for its retry", "b");
        take(deliveries).nack().join();
        consumer.close();
        publish("parked behind it", "b");
        publish("long ".repeat(500), null);
        queues.close();
        open(files);
        publish("in the second snapshot", "c");
        queues.close();
        open(files);
        consumer = queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT.withPrefetch(1), deliveries::add);
        take(deliveries).ack().join();
        take(deliveries);
        consumer.close();
        publish("longer ".repeat(300), "d");
        publish("behind the snapshots", "e");
        publish("the last", "f");
        return files;
    }

    @Test
    void damageOfAnEngineThatWasClosedIsReportedOrHarmless() throws Exception {
        RecordedFiles files = write();
        queues.close();
        flipEverything(files.found(), 0);
    }

    @Test
    void damageOfAnEngineThatWasKilledIsReportedOrHarmless() throws Exception {
        PowerCutLayer files = write().found();
        queues.close();
        // Of a log that nobody closed, the last sync may not have been: its batch may be cut.
        flipEverything(files, 1);
    }

    @Test
    void aDamagedDeadLetterIsToldBesideTheOthers() throws Exception {
        PowerCutLayer files = new PowerCutLayer();
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        SegmentLog roomy = SegmentLog.open(
                DIRECTORY,
                SegmentLogOptions.defaults().withSegmentBytes(1 << 16).withFiles(files));
        try (DurableQueues queues = DurableQueues.open(roomy, options())) {
            queues.create(QueueConfig.builder(QUEUE).partitions(1).build());
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            // The second is too large for what the engine keeps in memory to deliver it at once.
            for (String text : List.of("first", "second".repeat(1_000), "third")) {
                queues.publish(QUEUE, Message.of(text.getBytes(UTF_8))).join();
                take(deliveries).reject("bad").join();
            }
            List<DeadLetter> before = queues.deadLetters(QUEUE, null, 10);
            assertThat(before).hasSize(3).noneMatch(DeadLetter::isDamaged);

            flipIn(files, "second");

            List<DeadLetter> letters = queues.deadLetters(QUEUE, null, 10);
            assertThat(letters)
                    .extracting(DeadLetter::id)
                    .isEqualTo(before.stream().map(DeadLetter::id).toList());
            assertThat(letters)
                    .extracting(DeadLetter::origin)
                    .isEqualTo(before.stream().map(DeadLetter::origin).toList());
            assertThat(letters).extracting(DeadLetter::isDamaged).containsExactly(false, true, false);
            assertThat(letters.get(1).message()).isNull();
            assertThat(UTF_8.decode(letters.get(2).message().payload()).toString())
                    .isEqualTo("third");
            assertThat(queues.deadLetter(QUEUE, letters.get(1).id()).isDamaged())
                    .isTrue();
            // A retry does no harm: it is a dead letter again, and says why.
            queues.retryDeadLetter(QUEUE, letters.get(1).id());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> queues.deadLetters(QUEUE, null, 10).stream()
                            .anyMatch(letter -> letter.isDamaged()
                                    && letter.origin().detail().contains("damaged")));
            assertThat(queues.deadLetters(QUEUE, null, 10)).hasSize(3);
            assertThat(deliveries).isEmpty();
        }
    }

    /** Wherever a text stands in a file, a bit of it is flipped. */
    private static void flipIn(PowerCutLayer files, String text) throws IOException {
        byte[] wanted = text.getBytes(UTF_8);
        int found = 0;
        for (String name : files.list(DIRECTORY)) {
            LogFile file = files.open(DIRECTORY.resolve(name));
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.read(all, 0);
            for (int at = 0; at <= all.capacity() - wanted.length; at++) {
                if (all.slice(at, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                    flip(file, at, 1);
                    found++;
                }
            }
        }
        assertThat(found).isPositive();
    }

    private void flipEverything(PowerCutLayer files, int mayBeCut) throws Exception {
        StateMachine machine = new StateMachine();
        try (SegmentLog whole = log(RecordedFiles.copy(files))) {
            Engine.recover(whole, machine);
        }
        States states = States.after(new StateMachine(), log.frames);
        int expected = states.frames(machine);
        int reported = 0;
        int count = 0;
        for (String name : files.list(DIRECTORY)) {
            Path file = DIRECTORY.resolve(name);
            long size = files.open(file).size();
            for (int offset = 0; offset < size; offset++) {
                PowerCutLayer damaged = RecordedFiles.copy(files);
                flip(damaged.open(file), offset, 1 << offset % 8);
                try {
                    boolean harmless = isHarmless(damaged, states, expected, mayBeCut);
                    reported += harmless ? 0 : 1;
                    if (name.endsWith(".snapshot")) {
                        assertThat(harmless).as("the other snapshot will do").isTrue();
                    }
                    if (count++ % ENGINES == 0) {
                        requireEngineRight(damaged, harmless);
                    }
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(name + ", offset " + offset + ": " + e, e);
                }
            }
        }
        assertThat(count).isGreaterThan(10_000);
        assertThat(reported).isGreaterThan(1_000);
    }

    private static void flip(LogFile file, int offset, int mask) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        file.read(one, offset);
        one.put(0, (byte) (one.get(0) ^ mask));
        file.write(one.rewind(), offset);
    }

    /** Whether nothing was noticed, with good reason. */
    private boolean isHarmless(PowerCutLayer files, States states, int expected, int mayBeCut) {
        StateMachine machine = new StateMachine();
        try (SegmentLog damaged = log(RecordedFiles.copy(files))) {
            Engine.recover(damaged, machine);
            int cut = expected - states.frames(machine);
            assertThat(cut).as("batches that were cut").isBetween(0, mayBeCut);
            assertThat(cut == 0 || damaged.tailCut().isPresent()).isTrue();
            return isRight(machine, damaged) && cut == 0;
        } catch (LogCorruptException e) {
            assertThat(e.reason()).isNotBlank();
            assertThat(e).hasMessageContaining(e.file().toString()).hasMessageContaining("" + e.offset());
            return false;
        }
    }

    /** A record that is not what was published must be known for damaged. */
    private boolean isRight(StateMachine machine, SegmentLog damaged) {
        boolean intact = true;
        for (QueueState queue : machine.state().queues().values()) {
            for (Partition partition : queue.partitions) {
                for (long offset = partition.base; offset < partition.tail; offset++) {
                    if (partition.isLive(offset)) {
                        Block block = partition.liveBlock(offset);
                        byte[] record = new byte[block.length[(int) offset & Block.MASK]];
                        damaged.read(block.address[(int) offset & Block.MASK], ByteBuffer.wrap(record));
                        if (Wire.isIntact(record)) {
                            assertThat(UTF_8.decode(new RecordView(record).payload())
                                            .toString())
                                    .isIn(texts);
                        } else {
                            intact = false;
                        }
                    }
                }
            }
        }
        return intact;
    }

    /** What consumers see of it: the right texts, and a dead letter for each that is damaged. */
    private void requireEngineRight(PowerCutLayer files, boolean harmless) throws InterruptedException {
        Set<String> delivered = new TreeSet<>();
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        try (DurableQueues damaged = DurableQueues.open(log(new RecordedFiles(files)), options())) {
            long depth = damaged.stats(QUEUE).depth();
            long rejected = damaged.stats(QUEUE).deadLettered().get(DeadLetterReason.REJECTED);
            damaged.subscribe(QUEUE, "h", "c", SubscribeOptions.DEFAULT, deliveries::add);
            while (delivered.size() + damaged.stats(QUEUE).deadLettered().get(DeadLetterReason.REJECTED) - rejected
                    < depth) {
                Delivery delivery = deliveries.poll(10, TimeUnit.MILLISECONDS);
                if (delivery != null) {
                    String text = UTF_8.decode(delivery.payload()).toString();
                    assertThat(text).isIn(texts);
                    assertThat(delivered.add(text)).isTrue();
                    delivery.ack().join();
                }
            }
            if (harmless) {
                assertThat(delivered).hasSize((int) depth);
            }
        } catch (StorageException | LogCorruptException e) {
            assertThat(harmless).as("reported: " + e).isFalse();
            assertThat(e).hasMessageContaining(DIRECTORY.toString());
        }
    }
}
