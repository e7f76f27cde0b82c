package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.log.SegmentLog;
import io.ringway.log.SegmentLogOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
}
