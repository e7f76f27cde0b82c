package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.log.CommandLog;
import io.ringway.log.MemoryLog;
import io.ringway.log.SegmentLog;
import io.ringway.log.SegmentLogOptions;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A group that settles nearly everything, but leaves a message in each part of the log. */
@Timeout(300)
class ReclaimTest {

    private static final String QUEUE = "$queue/reclaim";
    private static final int SEGMENT = 1 << 20;

    /** What can be dropped at a time while something lives. */
    private static final long ZONE = 1L << Space.ZONE_BITS;

    /** One part in which something lives, one in which the copies are, and one that is being written meanwhile. */
    private static final long MOST = 3 * ZONE;

    private static final int PAYLOAD = 1 << 13;
    private static final int ROUND = SEGMENT / PAYLOAD;

    @TempDir
    Path directory;

    private final Semaphore acked = new Semaphore(0);
    private final Semaphore held = new Semaphore(0);

    private SegmentLog log() {
        return SegmentLog.open(directory, SegmentLogOptions.defaults().withSegmentBytes(SEGMENT));
    }

    private static DurableOptions options() {
        return DurableOptions.builder()
                .snapshotBytes(4 * SEGMENT)
                .nanoClock(() -> 0) // no lease expires
                .build();
    }

    private static String text(Delivery delivery) {
        return UTF_8.decode(delivery.payload()).toString().trim();
    }

    private static Message message(String text) {
        return Message.of(ByteBuffer.allocate(PAYLOAD).put(text.getBytes(UTF_8)).array());
    }

    private void round(DurableQueues queues, int number) throws InterruptedException {
        queues.publish(QUEUE, message("kept " + number));
        for (int i = 1; i < ROUND; i++) {
            queues.publish(QUEUE, message("passes"));
        }
        assertThat(held.tryAcquire(60, TimeUnit.SECONDS))
                .as("the one that is kept")
                .isTrue();
        assertThat(acked.tryAcquire(2 * ROUND - 1, 60, TimeUnit.SECONDS))
                .as("the others, for two groups")
                .isTrue();
    }

    private long disk() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void whatASlowGroupKeepsIsCopiedForwardAndTheDiskStaysBounded() throws Exception {
        int rounds = 0;
        SegmentLog log = log();
        try (DurableQueues queues = DurableQueues.open(log, options())) {
            queues.create(QueueConfig.builder(QUEUE)
                    .partitions(1)
                    .ordering(Ordering.NONE)
                    .build());
            SubscribeOptions prefetch = SubscribeOptions.DEFAULT.withPrefetch(1_000);
            queues.subscribe(
                    QUEUE, "fast", "f", prefetch, delivery -> delivery.ack().thenRun(acked::release));
            queues.subscribe(QUEUE, "slow", "s", prefetch, delivery -> {
                if (text(delivery).startsWith("kept")) {
                    held.release();
                } else {
                    delivery.ack().thenRun(acked::release);
                }
            });
            while (log.nextPosition() < 7 * ZONE) {
                round(queues, rounds++);
            }
            for (int more = 0; log.nextPosition() - log.firstPosition() > MOST; more++) {
                assertThat(more).as("rounds in which nothing is dropped").isLessThan(200);
                round(queues, rounds++);
            }
            assertThat(disk()).isLessThan(MOST + 8 * SEGMENT);
            assertThat(queues.stats(QUEUE).depth()).isEqualTo(rounds);
        }

        BlockingQueue<Delivery> again = new LinkedBlockingQueue<>();
        List<String> texts = new ArrayList<>();
        try (DurableQueues queues = DurableQueues.open(log(), options())) {
            queues.subscribe(QUEUE, "slow", "s", SubscribeOptions.DEFAULT, again::add);
            for (int i = 0; i < rounds; i++) {
                Delivery delivery = again.poll(60, TimeUnit.SECONDS);
                assertThat(delivery).as("delivery " + i).isNotNull();
                assertThat(delivery.attempt()).isEqualTo(2);
                texts.add(text(delivery));
                delivery.ack().join();
            }
            assertThat(queues.stats(QUEUE).depth()).isZero();
        }
        assertThat(texts)
                .isEqualTo(IntStream.range(0, rounds).mapToObj(i -> "kept " + i).toList());
    }

    /**
     * If the newest snapshot turns out to be damaged, the one before it is needed, and all that was written since then,
     * also where nothing lives there any more.
     */
    @Test
    void whatTheOlderOfTwoSnapshotsNeedsIsNotDropped() throws Exception {
        List<Long> snapshots = Collections.synchronizedList(new ArrayList<>(List.of(0L)));
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        Semaphore dropped = new Semaphore(0);
        MemoryLog memory = new MemoryLog();
        CommandLog log = (CommandLog) Proxy.newProxyInstance(
                CommandLog.class.getClassLoader(), new Class<?>[] {CommandLog.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("dropBefore")) {
                        long older = snapshots.get(snapshots.size() - 2);
                        if ((long) arguments[0] > older) {
                            wrong.add("dropped before " + arguments[0] + ", needed from " + older);
                        }
                    }
                    Object result;
                    try {
                        result = method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (method.getName().equals("writeSnapshot")) {
                        snapshots.add((long) arguments[0]);
                    } else if (method.getName().equals("dropBefore")) {
                        dropped.release();
                    }
                    return result;
                });
        byte[] payload = new byte[1 << 18];
        try (DurableQueues queues = DurableQueues.open(
                log,
                DurableOptions.builder()
                        .snapshotBytes(ZONE + (1 << 20)) // each snapshot is in a zone of its own
                        .build())) {
            queues.create(QueueConfig.builder(QUEUE).partitions(1).build());
            queues.subscribe(
                    QUEUE,
                    "g",
                    "c",
                    SubscribeOptions.DEFAULT,
                    delivery -> delivery.ack().thenRun(acked::release));
            for (int drops = 0; drops < 3; drops += dropped.drainPermits()) {
                assertThat(snapshots).hasSizeLessThan(50);
                queues.publish(QUEUE, Message.of(payload)).join();
                assertThat(acked.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(wrong).isEmpty();
    }
}
