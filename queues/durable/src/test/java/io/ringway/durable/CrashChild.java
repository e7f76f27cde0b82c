package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process that {@link KillTest} kills: publishes and consumes without end, and prints what it was promised, a line
 * at a time, after the promise: {@code P} a publish, {@code D} a delivery with its attempt, {@code A} an
 * acknowledgement.
 */
final class CrashChild {

    static final String QUEUE = "$queue/crash";

    private CrashChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        String run = arguments[1];
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        DurableOptions options = DurableOptions.builder().snapshotBytes(1 << 18).build();
        DurableQueues queues = DurableQueues.open(directory, options);
        if (queues.find(QUEUE).isEmpty()) {
            queues.create(QueueConfig.builder(QUEUE)
                    .partitions(3)
                    // An eighth of the messages is never settled: over a hundred runs more than the default depth.
                    .limits(new Limits(1 << 20, 10_000_000, Duration.ofDays(7)))
                    .retryPolicy(new RetryPolicy(
                            1_000_000, Duration.ofMillis(1), Duration.ofMillis(1), 1, Duration.ofHours(10)))
                    .build());
        }
        out.println("open");
        queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT.withPrefetch(20), delivery -> {
            String text = UTF_8.decode(delivery.payload()).toString();
            out.println("D " + text + " " + delivery.attempt());
            int dice = text.hashCode() & 7;
            if (dice == 0 && delivery.attempt() < 3) {
                delivery.nack();
            } else if (dice != 1) {
                delivery.ack().thenRun(() -> out.println("A " + text));
            }
        });
        AtomicLong number = new AtomicLong();
        while (true) {
            String text = run + "-" + number.incrementAndGet();
            CompletableFuture<?> told = queues.publish(
                            QUEUE,
                            Message.builder(text.getBytes(UTF_8))
                                    .key("k" + number.get() % 50)
                                    .build())
                    .thenRun(() -> out.println("P " + text));
            if (number.get() % 64 == 0) {
                told.join(); // a load that the record of promises keeps up with
            }
        }
    }
}
