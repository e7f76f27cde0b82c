package io.ringway.benchmarks.broker;

import static io.ringway.benchmarks.broker.Consumer.utf8;

import io.ringway.benchmarks.Load;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Kills a consumer (kill -9) in the middle of its traffic, again and again, and tells how long it took until the other
 * one of the group had received from every partition that the dead one had.
 */
@Command(
        name = "rebalance",
        mixinStandardHelpOptions = true,
        description = "Measures how soon the partitions of a killed consumer go to another.")
final class Rebalance implements Callable<Integer> {

    private static final String TOPIC = "$queue/rebalance";
    private static final int PARTITIONS = 10;
    private static final int WINDOW = 100;

    /** A partition of which nothing has come for this long belongs to the other one. */
    private static final long QUIET_NANOS = 150_000_000;

    private static final long PATIENCE_NANOS = 30_000_000_000L;

    @ParentCommand
    private BrokerRate broker = new BrokerRate();

    @Option(names = "--kills", defaultValue = "30", description = "How many times.")
    private int kills;

    @Option(
            names = "--rate",
            defaultValue = "5000",
            description = "Publishes a second; the resolution is that of a partition.")
    private int rate;

    private final AtomicLongArray last = new AtomicLongArray(PARTITIONS);
    private final AtomicLongArray first = new AtomicLongArray(PARTITIONS);

    /** The consumer that is killed. */
    static final class Victim {

        private Victim() {}

        /**
         * Consumes.
         *
         * @param arguments host and port
         */
        public static void main(String[] arguments) throws IOException {
            Consumer consumer = consumer(arguments[0], Integer.parseInt(arguments[1]), "rebalance-2");
            System.out.println("ready");
            consumer.run((partition, body, payload) -> {});
        }
    }

    private static Consumer consumer(String host, int port, String id) throws IOException {
        return new Consumer(new Mqtt(host, port, id), TOPIC, "rebalance", 1);
    }

    @Override
    public Integer call() throws Exception {
        create();
        Consumer survivor = consumer(broker.host, broker.port, "rebalance-1");
        start(() -> survivor.run((partition, body, payload) -> {
            int index = Integer.parseInt(partition);
            long now = System.nanoTime();
            last.set(index, now);
            first.compareAndSet(index, 0, now);
        }));
        produce();
        Histogram times = new Histogram(3);
        for (int kill = 0; kill <= kills; kill++) {
            long took = kill();
            if (kill > 0) { // the first one is for warming up
                times.recordValue(took);
            }
        }
        Load.print("rebalance", times);
        Load.print("rebalance-most", times.getMaxValue() / 1e6, "ms");
        return 0;
    }

    private void create() throws IOException {
        try (Mqtt admin = new Mqtt(broker.host, broker.port, "rebalance-admin")) {
            admin.publish(
                    utf8("$admin/queue/create"),
                    1,
                    utf8("{\"name\":\"" + TOPIC + "\",\"partitions\":" + PARTITIONS + ",\"ordering\":\"none\"}"));
            admin.flush();
            admin.read(); // refused if it is there from an earlier run
        }
    }

    private static void start(Work work) {
        Work.start(work, () -> false);
    }

    private void produce() throws IOException {
        Mqtt client = new Mqtt(broker.host, broker.port, "rebalance-producer");
        Semaphore room = new Semaphore(WINDOW);
        start(() -> {
            while (true) {
                if (client.read() == Mqtt.PUBACK) {
                    room.release();
                }
            }
        });
        start(() -> {
            byte[] topic = utf8(TOPIC);
            byte[] payload = new byte[64];
            long due = System.nanoTime();
            for (int i = 0; ; i++) {
                long early = due - System.nanoTime();
                if (early > 0) {
                    client.flush();
                    LockSupport.parkNanos(early);
                }
                if (!room.tryAcquire()) {
                    client.flush();
                    room.acquireUninterruptibly();
                }
                client.publish(topic, 1 + i % 65_535, payload);
                due += 1_000_000_000L / rate;
            }
        });
    }

    private List<Integer> others(long now) {
        List<Integer> quiet = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            if (now - last.get(i) > QUIET_NANOS) {
                quiet.add(i);
            }
        }
        return quiet;
    }

    private long kill() throws IOException {
        Process victim = JavaProcess.start(Victim.class, broker.host, Integer.toString(broker.port));
        try {
            BufferedReader reader = victim.inputReader(StandardCharsets.UTF_8);
            if (!"ready".equals(reader.readLine())) {
                throw new IOException("the consumer that is to be killed does not start");
            }
            long begin = System.nanoTime();
            while (others(System.nanoTime()).size() != PARTITIONS / 2) {
                requirePatience(begin, "half of the partitions are not the other consumer's");
                LockSupport.parkNanos(10_000_000);
            }
            List<Integer> lost = others(System.nanoTime());
            for (int i = 0; i < PARTITIONS; i++) {
                first.set(i, 0);
            }
            long killed = System.nanoTime();
            victim.toHandle().destroyForcibly();
            while (lost.stream().anyMatch(partition -> first.get(partition) == 0)) {
                requirePatience(killed, "nothing came of partitions " + lost);
                LockSupport.parkNanos(200_000);
            }
            return lost.stream().mapToLong(first::get).max().orElseThrow() - killed;
        } finally {
            victim.destroyForcibly();
        }
    }

    private static void requirePatience(long since, String problem) {
        if (System.nanoTime() - since > PATIENCE_NANOS) {
            throw new IllegalStateException(problem + " after 30 s");
        }
    }
}
