package io.ringway.benchmarks.broker;

import static io.ringway.benchmarks.broker.Consumer.utf8;

import io.ringway.benchmarks.Load;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Publishes with QoS 1 to a broker that runs, and receives with QoS 1: over a durable queue, where each delivery is
 * settled by {@code $ack}, or over an ordinary topic. Tells messages a second, and how long a message took from its
 * publish to its delivery. The subcommands measure other things of a broker that runs: {@code plain} its ordinary
 * traffic against that of a HiveMQ without any extension, {@code rebalance} how soon the partitions of a killed
 * consumer are served, {@code list} the list of queues over REST.
 */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Measures a broker that runs.",
        subcommands = {AgainstPlain.class, Rebalance.class, QueueList.class})
public final class BrokerRate implements Runnable {

    /** What waited while as many came as possible is through by then. */
    private static final long SETTLE_MILLIS = 2_000;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where the broker listens.")
    String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "1883", description = "Its port.")
    int port;

    @Option(names = "--http-port", defaultValue = "8080", description = "Its port of HTTP; for the list of queues.")
    int httpPort;

    @Option(names = "--topic", defaultValue = "$queue/rate", description = "A queue, or an ordinary topic.")
    private String topic = "$queue/rate";

    @Option(names = "--producers", defaultValue = "2", description = "Clients that publish.")
    private int producers;

    @Option(names = "--consumers", defaultValue = "4", description = "Clients that receive; on an ordinary topic 1.")
    private int consumers;

    @Option(names = "--seconds", defaultValue = "20", description = "How long to measure.")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "20", description = "Seconds before that are not counted.")
    private int warmup;

    @Option(names = "--window", defaultValue = "500", description = "Publishes of a client without an answer.")
    private int window;

    @Mixin
    private final Load load = new Load();

    @Option(
            names = "--then-rate",
            defaultValue = "0",
            description =
                    "Afterwards so many publishes a second, for as long again; the latencies are of that time then.")
    private int thenRate;

    @Option(names = "--ack-batch", defaultValue = "1", description = "Most deliveries that one $ack settles.")
    private int ackBatch;

    private final AtomicLong published = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final ConcurrentHistogram latencies = new ConcurrentHistogram(3);
    private volatile int rate;
    private volatile boolean measures;
    private volatile boolean isOver;

    /**
     * Runs the measurement.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BrokerRate()).execute(arguments));
    }

    @Override
    public void run() {
        try {
            measure();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Work work) {
        Work.start(work, () -> isOver);
    }

    private void measure() throws IOException, InterruptedException {
        rate = load.rate();
        boolean isQueue = Consumer.isQueue(topic);
        List<Mqtt> clients = new ArrayList<>();
        if (isQueue) {
            try (Mqtt admin = new Mqtt(host, port, "rate-admin")) {
                admin.publish(
                        utf8("$admin/queue/create"),
                        1,
                        utf8("{\"name\":\"" + topic
                                + "\",\"ordering\":\"none\",\"limits\":{\"max_queue_depth\":10000000},"
                                + "\"performance\":{\"batch_size\":64}}"));
                admin.flush();
                admin.read(); // refused if it is there from an earlier run
            }
        }
        for (int i = 0; i < (isQueue ? consumers : 1); i++) {
            Mqtt client = new Mqtt(host, port, "rate-" + i);
            clients.add(client);
            Consumer consumer = new Consumer(client, topic, "rate", ackBatch);
            start(() -> consumer.run((partition, body, sent) -> {
                if (measures) {
                    latencies.recordValue(Math.max(0, System.nanoTime() - body.getLong(sent)));
                }
                delivered.incrementAndGet();
            }));
        }
        for (int i = 0; i < producers; i++) {
            Mqtt client = new Mqtt(host, port, "producer-" + i);
            clients.add(client);
            Semaphore room = new Semaphore(window);
            start(() -> produce(client, room));
            start(() -> {
                while (true) {
                    if (client.read() == Mqtt.PUBACK) {
                        room.release();
                        published.incrementAndGet();
                        if (client.body.remaining() > 2 && client.body.get(2) < 0) {
                            refused.incrementAndGet();
                        }
                    }
                }
            });
        }
        Thread.sleep(1_000L * warmup);
        measures = thenRate == 0;
        long in = published.get();
        long out = delivered.get();
        long start = System.nanoTime();
        Thread.sleep(1_000L * seconds);
        double took = (System.nanoTime() - start) / 1e9;
        Load.print("in", (published.get() - in) / took, "messages/s");
        Load.print("out", (delivered.get() - out) / took, "messages/s");
        Load.print("refused", (double) refused.get(), "messages");
        Load.print("waiting", (double) Math.max(0, published.get() - delivered.get()), "messages");
        if (thenRate > 0) {
            rate = thenRate;
            Thread.sleep(SETTLE_MILLIS);
            measures = true;
            Thread.sleep(1_000L * seconds);
        }
        Load.print("delivery", latencies);
        isOver = true;
        for (Mqtt client : clients) {
            client.close();
        }
    }

    private void produce(Mqtt client, Semaphore room) throws IOException {
        byte[] name = utf8(topic);
        byte[] payload = load.payload();
        long due = System.nanoTime();
        int packetId = 0;
        int last = rate;
        while (!isOver) {
            int now = rate;
            long interval = now == 0 ? 0 : 1_000_000_000L * producers / now;
            if (now != last) {
                last = now;
                due = System.nanoTime();
            }
            if (interval > 0 && due - System.nanoTime() > 0) {
                client.flush();
                LockSupport.parkNanos(Math.min(1_000_000, due - System.nanoTime()));
                continue;
            }
            if (!room.tryAcquire()) {
                client.flush();
                room.acquireUninterruptibly();
            }
            // With a rate the time is that at which it was due: what the broker holds up counts.
            ByteBuffer.wrap(payload).putLong(interval > 0 ? due : System.nanoTime());
            packetId = packetId == 65_535 ? 1 : packetId + 1;
            client.publish(name, packetId, payload);
            due += interval;
        }
    }
}
