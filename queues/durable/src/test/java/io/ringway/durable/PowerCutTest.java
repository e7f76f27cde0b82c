package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.log.Fates;
import io.ringway.log.FileLayer;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs a scenario on the engine once, and then cuts the power before every single write, sync, rename and delete of it,
 * with many fates for what was pending. The state that is found must be that after some batch, byte for byte, with
 * nothing missing that was durable, and must keep every promise; and the engine must go on with it.
 */
@Timeout(300)
class PowerCutTest {

    private static final Path DIRECTORY = Path.of("/log");
    private static final String QUEUE = "$queue/cut";
    private static final String DLQ = "$queue/dlq/cut";
    private static final String GROUP = "g";
    private static final int SEGMENT = 1 << 14;

    /** The smallest that there is; so a large part of the scenario makes the log long enough for snapshots. */
    private static final int SNAPSHOT = 1 << 16;

    /** Below it nothing can be dropped while something lives there. */
    private static final long ZONE = 1L << Space.ZONE_BITS;

    private static SegmentLog log(FileLayer files) {
        return SegmentLog.open(
                DIRECTORY,
                SegmentLogOptions.defaults().withSegmentBytes(SEGMENT).withFiles(files));
    }

    private static DurableOptions.Builder options() {
        return DurableOptions.builder()
                .deliveryThreads(2)
                .maxPendingCommands(64)
                .snapshotBytes(SNAPSHOT)
                .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .nanoClock(() -> 0);
    }

    private static String text(Delivery delivery) {
        return UTF_8.decode(delivery.payload()).toString();
    }

    /** An empty engine, shortly before its log gets to a place up to which segments can be dropped. */
    private static PowerCutLayer begin() {
        PowerCutLayer files = new PowerCutLayer();
        try (SegmentLog log = log(files)) {
            byte[] command = Wire.publish(Integer.MAX_VALUE, Message.of(new byte[SEGMENT * 3 / 4]));
            ByteBuffer batch = ByteBuffer.allocate(1 + 13 + command.length);
            batch.put(Wire.VERSION).putInt(9).put(Wire.TICK).putLong(1);
            batch.put(command).flip(); // for a queue that isn't there
            while (log.nextPosition() < ZONE - SNAPSHOT - SNAPSHOT / 2) {
                log.append(batch);
            }
        }
        DurableQueues.open(log(files), options().build()).close();
        try (SegmentLog log = log(files)) {
            log.dropBefore(log.nextPosition());
        }
        return RecordedFiles.copy(files);
    }

    /** What the scenario does to an engine, and what it is told. */
    private static final class Scenario {
        final RecordedFiles files;
        final RecordedLog log;
        final Promises promises;
        private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        private DurableQueues queues;
        private SegmentLog segments;

        Scenario(PowerCutLayer before) {
            files = new RecordedFiles(before);
            log = new RecordedLog(files);
            promises = new Promises(QUEUE, DLQ, GROUP, files);
        }

        void open() {
            segments = log(files);
            queues = DurableQueues.open(
                    log.around(segments), options().onDeadLetter(this::learn).build());
        }

        private void learn(DeadLetterEvent event) {
            MessageId id = MessageId.parse(event.messageId());
            int told = files.steps();
            for (Promises.Told message : promises.messages.values()) {
                if (message.partition == id.partition() && message.offset == id.offset()) {
                    message.deadTold = told;
                }
            }
        }

        void subscribe() {
            queues.subscribe(QUEUE, GROUP, "c", SubscribeOptions.DEFAULT.withPrefetch(4), delivery -> {
                List<Integer> seen = promises.message(text(delivery)).deliveries;
                seen.add(files.steps());
                assertThat(delivery.attempt()).isEqualTo(seen.size());
                deliveries.add(delivery);
            });
        }

        CompletableFuture<PublishResult> publish(String text, String key) {
            Promises.Told message = promises.message(text);
            return queues.publish(
                            QUEUE,
                            Message.builder(text.getBytes(UTF_8)).key(key).build())
                    .thenApply(result -> {
                        message.partition = result.partition();
                        message.offset = result.offset();
                        message.published = files.steps();
                        return result;
                    });
        }

        /** Waits for the delivery of a message. */
        Delivery take(String text) throws InterruptedException {
            Delivery delivery = deliveries.poll(60, TimeUnit.SECONDS);
            assertThat(delivery).as("delivery of " + text).isNotNull();
            assertThat(text(delivery)).isEqualTo(text);
            return delivery;
        }

        void end(Delivery delivery, boolean rejected) {
            Promises.Told message = promises.message(text(delivery));
            message.endAsked = files.steps();
            (rejected ? delivery.reject("bad") : delivery.ack()).join();
            message.endTold = files.steps();
        }

        void ack(String text) throws InterruptedException {
            end(take(text), false);
        }

        void run() throws InterruptedException {
            open();
            queues.create(QueueConfig.builder(QUEUE)
                    .partitions(2)
                    .retryPolicy(new RetryPolicy(1, Duration.ZERO, Duration.ZERO, 1, Duration.ofHours(1)))
                    .build());
            subscribe();
            publish("pinned", "p").join();
            Delivery pinned = take("pinned");
            settleInEveryWay();
            int sent = fill(0);
            assertThat(pinned.extend()).succeedsWithin(Duration.ofMinutes(1));
            queues.close();
            open();
            publish("unsettled", "k").join();
            subscribe();
            Map<String, Delivery> again = new HashMap<>();
            for (int i = 0; i < 2; i++) {
                Delivery delivery = deliveries.poll(60, TimeUnit.SECONDS);
                again.put(text(delivery), delivery);
            }
            assertThat(again).containsOnlyKeys("pinned", "unsettled");
            end(again.get("pinned"), false);
            publish(bulk(sent), "k").join();
            queues.close();
        }

        private void settleInEveryWay() throws InterruptedException {
            CompletableFuture.allOf(publish("a1", "a"), publish("a2", "a"), publish("a3", "a"))
                    .join();
            ack("a1");
            take("a2").nack().join();
            ack("a2"); // the second time
            end(take("a3"), true);
            publish("b1", "b").join();
            take("b1").nack().join();
            Delivery last = take("b1");
            promises.message("b1").endAsked = files.steps();
            last.nack().join(); // one too many
            promises.message("b1").endTold = files.steps();
        }

        private static String bulk(int number) {
            return (number + " ").repeat(SEGMENT / 4).substring(0, SEGMENT / 4);
        }

        /** Until there were snapshots, the message that stays was copied forward, and old segments were dropped. */
        private int fill(int from) throws InterruptedException {
            int sent = from;
            while (segments.firstPosition() < ZONE) {
                publish(bulk(sent), "k" + sent).join();
                ack(bulk(sent++));
                assertThat(sent).as("messages, and nothing is dropped").isLessThan(1_000);
            }
            return sent;
        }
    }

    @Test
    void whatWasPromisedSurvivesAPowerCutBeforeEveryWrite() throws Exception {
        PowerCutLayer before = begin();
        Scenario scenario = new Scenario(before);
        scenario.run();
        States states = States.after(state(before), scenario.log.frames);
        RecordedFiles.Replica replica = scenario.files.replica();
        int cuts = 0;
        int cases = 0;

        for (int step = 0; step < scenario.files.steps(); step++) {
            if (!replica.step(step)) {
                continue;
            }
            cuts++;
            List<Fates.Named> fates = Fates.of(replica.files.pending());
            // An engine is slow to open: with everything lost, and with something at random, in turn.
            int opened = cuts % 2 == 0 ? 0 : fates.size() - 1;
            for (int i = 0; i < fates.size(); i++) {
                Fates.Named fate = fates.get(i);
                PowerCutLayer after = replica.files.afterPowerCut(fate.fate());
                try {
                    requireKept(after, scenario, states, step + 1);
                    if (fate.name().equals(Fates.ALL_KEPT)) {
                        requireOlderSnapshotEnough(after, states);
                    }
                    if (i == opened) {
                        requireGoesOn(after);
                    }
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("power cut after operation " + step + ", pending: " + fate + ": " + e, e);
                }
                cases++;
            }
        }

        assertThat(cuts).isGreaterThan(200);
        assertThat(cases).isGreaterThan(2_000);
    }

    private static StateMachine state(PowerCutLayer files) {
        StateMachine machine = new StateMachine();
        try (SegmentLog log = log(RecordedFiles.copy(files))) {
            Engine.recover(log, machine);
        }
        return machine;
    }

    private static void requireKept(PowerCutLayer after, Scenario scenario, States states, int steps) {
        StateMachine machine = new StateMachine();
        try (SegmentLog log = log(RecordedFiles.copy(after))) {
            Engine.recover(log, machine);
            assertThat(states.frames(machine)).as("batches").isGreaterThanOrEqualTo(scenario.log.durable(steps));
            scenario.promises.requireKept(machine, log, steps);
        }
    }

    /** Without its newest snapshot, the state is the same: what the older one needs has not been dropped. */
    private static void requireOlderSnapshotEnough(PowerCutLayer after, States states) {
        List<String> snapshots = after.list(DIRECTORY).stream()
                .filter(name -> name.endsWith(".snapshot"))
                .sorted()
                .toList();
        if (snapshots.size() > 1) {
            PowerCutLayer files = RecordedFiles.copy(after);
            files.delete(DIRECTORY.resolve(snapshots.get(snapshots.size() - 1)));
            assertThat(states.frames(state(files))).isEqualTo(states.frames(state(after)));
        }
    }

    /** The engine opens, delivers what is there with the next attempt, settles it, and takes more. */
    private static void requireGoesOn(PowerCutLayer after) throws InterruptedException, IOException {
        Map<String, Integer> there = there(after);
        RecordedFiles files = new RecordedFiles(after);
        RecordedLog log = new RecordedLog(files);
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        Map<String, Integer> delivered = new TreeMap<>();
        int opened;
        try (DurableQueues queues =
                DurableQueues.open(log.around(log(files)), options().build())) {
            opened = files.steps();
            if (queues.find(QUEUE).isEmpty()) {
                queues.create(QueueConfig.of(QUEUE));
            }
            queues.subscribe(QUEUE, GROUP, "c", SubscribeOptions.DEFAULT, deliveries::add);
            queues.publish(QUEUE, Message.of("afterwards".getBytes(UTF_8))).join();
            there.put("afterwards", 1);
            while (delivered.size() < there.size()) {
                Delivery delivery = deliveries.poll(60, TimeUnit.SECONDS);
                assertThat(delivery)
                        .as("another delivery than " + delivered + " of " + there.keySet())
                        .isNotNull();
                delivered.put(text(delivery), delivery.attempt());
                delivery.ack().join();
            }
            assertThat(delivered).isEqualTo(there);
            assertThat(queues.stats(QUEUE).depth()).isZero();
        }
        requireOpeningSurvives(after, files, log, opened);
    }

    /** The power is cut once more while the engine opens. */
    private static void requireOpeningSurvives(PowerCutLayer after, RecordedFiles files, RecordedLog log, int opened)
            throws IOException {
        States states = States.after(state(after), log.frames.subList(0, 1));
        RecordedFiles.Replica replica = files.replica();
        for (int step = 0; step < opened; step++) {
            if (replica.step(step)) {
                for (Fates.Named fate : Fates.of(replica.files.pending())) {
                    StateMachine machine = new StateMachine();
                    try (SegmentLog again = log(replica.files.afterPowerCut(fate.fate()))) {
                        Engine.recover(again, machine);
                    }
                    assertThat(states.frames(machine)).isGreaterThanOrEqualTo(log.durable(step + 1));
                }
            }
        }
    }

    /** The messages in a state, with the attempt that comes next. */
    private static Map<String, Integer> there(PowerCutLayer files) {
        Map<String, Integer> there = new TreeMap<>();
        StateMachine machine = new StateMachine();
        try (SegmentLog log = log(RecordedFiles.copy(files))) {
            Engine.recover(log, machine);
            QueueState queue = machine.state().queues().get(QUEUE);
            if (queue == null) {
                return there;
            }
            for (Partition partition : queue.partitions) {
                for (long offset = partition.base; offset < partition.tail; offset++) {
                    if (partition.isLive(offset)) {
                        Group group = queue.group(GROUP);
                        Entry entry = group == null ? null : group.places[partition.index].entries.get(offset);
                        there.put(Promises.payload(partition, offset, log), entry == null ? 1 : entry.attempt + 1);
                    }
                }
            }
        }
        return there;
    }
}
