package io.ringway.benchmarks.durable;

import io.ringway.benchmarks.Load;
import io.ringway.durable.Delivery;
import io.ringway.durable.DeliveryListener;
import io.ringway.durable.Durability;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.Lease;
import io.ringway.durable.Limits;
import io.ringway.durable.Message;
import io.ringway.durable.Ordering;
import io.ringway.durable.Performance;
import io.ringway.durable.QueueConfig;
import io.ringway.durable.SubscribeOptions;
import io.ringway.durable.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Publish, deliver and acknowledge on the durable engine, with the disk that is there: how many messages a second, how
 * long a commit takes, what a backlog costs in heap and on disk, and how fast it is read and opened again.
 */
@Command(name = "durable", mixinStandardHelpOptions = true, description = "Measures the durable queue engine.")
public final class DurableRate implements Runnable {

    private static final String QUEUE = "$queue/rate";

    @Option(names = "--directory", required = true, description = "Where the log goes; emptied before and after.")
    private Path directory = Path.of("target");

    @Option(names = "--partitions", defaultValue = "10", description = "Partitions and consumers.")
    private int partitions;

    @Option(names = "--messages", defaultValue = "1000000", description = "How many messages.")
    private int messages;

    @Option(names = "--batch", defaultValue = "64", description = "The queue's batch_size.")
    private int batch;

    @Mixin
    private final Load load = new Load();

    @Option(names = "--backlog", description = "Publish all first, and consume after opening again.")
    private boolean backlog;

    @Option(names = "--durability", defaultValue = "fsync", description = "fsync or os.")
    private String durability = "fsync";

    @Option(names = "--ordering", defaultValue = "partition", description = "none, partition or strict.")
    private String ordering = "partition";

    @Option(
            names = "--rebalances",
            description = "Measure how long it takes until messages flow from every partition again, after a consumer"
                    + " has left, and after another has joined; so many times.")
    private int rebalances;

    @Option(
            names = "--warmup",
            defaultValue = "500000",
            description = "Messages that go through before; none with --backlog.")
    private int warmup;

    @Option(
            names = "--settle",
            defaultValue = "0",
            description =
                    "Seconds at the rate that is measured, before it is: what the compiler has made of another rate"
                            + " is made anew then, for seconds, by threads that take a whole processor.")
    private int settle;

    private final ConcurrentHistogram commits = new ConcurrentHistogram(3);
    private final List<Subscription> members = new ArrayList<>();

    /**
     * Runs the measurement.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DurableRate()).execute(arguments));
    }

    @Override
    public void run() {
        try {
            empty();
            measure();
            empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure() throws InterruptedException, IOException {
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).type().equals("tmpfs")) {
            System.out.println(directory + " is in memory: a sync costs nothing there, and no figure means anything");
        }
        Semaphore consumed = new Semaphore(0);
        DurableQueues queues = DurableQueues.open(directory);
        try {
            queues.create(QueueConfig.builder(QUEUE)
                    .ordering(Ordering.valueOf(ordering.toUpperCase(Locale.ROOT)))
                    .partitions(partitions)
                    .durability(Durability.valueOf(durability.toUpperCase(Locale.ROOT)))
                    .performance(new Performance(Duration.ofSeconds(30), batch))
                    .limits(new Limits(1 << 20, 100_000_000, Duration.ofDays(7)))
                    .build());
            if (!backlog) {
                subscribe(queues, consumed);
                publish(queues, warmup, 0);
                consumed.acquire(warmup);
                publish(queues, settle * load.rate(), load.rate());
                consumed.acquire(settle * load.rate());
                commits.reset();
            }
            if (rebalances > 0) {
                rebalance(queues, consumed);
                return;
            }
            long start = System.nanoTime();
            publish(queues, messages, load.rate());
            if (!backlog) {
                consumed.acquire(messages);
            }
            report(backlog ? "publish" : "rate", System.nanoTime() - start);
            Load.print("commit", commits);
            if (backlog) {
                System.gc();
                long heap = Runtime.getRuntime().totalMemory()
                        - Runtime.getRuntime().freeMemory();
                Load.print("heap", heap / 1e6, "MB");
                Load.print("disk", (double) disk() / messages, "B/message");
                queues.close();
                start = System.nanoTime();
                queues = DurableQueues.open(directory);
                Load.print("open", (System.nanoTime() - start) / 1e6, "ms");
                start = System.nanoTime();
                subscribe(queues, consumed);
                consumed.acquire(messages);
                report("backlog", System.nanoTime() - start);
            }
        } finally {
            queues.close();
        }
    }

    private void publish(DurableQueues queues, int count, int rate) throws InterruptedException {
        byte[] payload = load.payload();
        Semaphore window = new Semaphore(16_384);
        AtomicLong failures = new AtomicLong();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = rate == 0 ? 0 : start + (long) (i * 1e9 / rate);
            // Parked, because a thread that spins would take one of two processors from the engine.
            for (long early = due - System.nanoTime(); rate != 0 && early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            window.acquire();
            long from = rate == 0 ? System.nanoTime() : due;
            queues.publish(QUEUE, Message.builder(payload).key("k" + i % 10_000).build())
                    .whenComplete((result, failed) -> {
                        commits.recordValue(Math.max(1, System.nanoTime() - from));
                        if (failed != null) {
                            failures.incrementAndGet();
                        }
                        window.release();
                    });
        }
        window.acquire(16_384);
        if (failures.get() > 0) {
            throw new IllegalStateException(failures + " publishes failed");
        }
    }

    /** Each time is that of the change and of one message through each partition. */
    private void rebalance(DurableQueues queues, Semaphore consumed) throws InterruptedException {
        Deque<Subscription> members = new ArrayDeque<>(this.members);
        Histogram left = new Histogram(3);
        Histogram joined = new Histogram(3);
        for (int i = 0; i < rebalances; i++) {
            long start = System.nanoTime();
            members.removeFirst().close();
            through(queues, consumed);
            left.recordValue(System.nanoTime() - start);
            start = System.nanoTime();
            members.addLast(subscribe(queues, consumed, "again" + i));
            through(queues, consumed);
            joined.recordValue(System.nanoTime() - start);
        }
        Load.print("leave", left);
        Load.print("join", joined);
    }

    /** Messages without a key go to the partitions in turn. */
    private void through(DurableQueues queues, Semaphore consumed) throws InterruptedException {
        for (int p = 0; p < partitions; p++) {
            queues.publish(QUEUE, Message.of(load.payload()));
        }
        consumed.acquire(partitions);
    }

    private void subscribe(DurableQueues queues, Semaphore consumed) {
        for (int c = 0; c < partitions; c++) {
            members.add(subscribe(queues, consumed, "c" + c));
        }
    }

    private static Subscription subscribe(DurableQueues queues, Semaphore consumed, String consumer) {
        return queues.subscribe(
                QUEUE, "g", consumer, SubscribeOptions.DEFAULT.withPrefetch(1_024), new DeliveryListener() {
                    @Override
                    public void onDelivery(Delivery delivery) {
                        throw new IllegalStateException("only batches come");
                    }

                    @Override
                    public void onBatch(List<Delivery> batch) {
                        List<Lease> leases = new ArrayList<>(batch.size());
                        for (Delivery delivery : batch) {
                            delivery.payload();
                            leases.add(new Lease(delivery.messageId(), delivery.lease()));
                        }
                        queues.ack(QUEUE, "g", leases).thenAccept(result -> consumed.release(result.settled()));
                    }
                });
    }

    private void report(String what, long nanos) {
        Load.print(what, messages * 1e9 / nanos, "messages/s");
    }

    private long disk() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void empty() throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
