package io.ringway.benchmarks.broker;

import static io.ringway.benchmarks.broker.Consumer.utf8;

import io.ringway.benchmarks.Load;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Publishes to an ordinary topic with QoS 1 and receives with QoS 1, in turns over the broker and over a HiveMQ without
 * any extension, and tells the ratio of what each delivers. Both get as many publishes without an answer as the plain
 * one allows.
 */
@Command(
        name = "plain",
        mixinStandardHelpOptions = true,
        description = "Compares ordinary traffic with that of a HiveMQ without any extension, which this starts.")
final class AgainstPlain implements Callable<Integer> {

    private static final String TOPIC = "plain/rate";

    /** Seconds of warm-up when a broker has its turn again. */
    private static final int AGAIN = 2;

    @ParentCommand
    private BrokerRate broker = new BrokerRate();

    @Option(names = "--rounds", defaultValue = "3", description = "Turns of each.")
    private int rounds;

    @Option(names = "--producers", defaultValue = "2", description = "Clients that publish.")
    private int producers;

    @Option(names = "--size", defaultValue = "1024", description = "Bytes of a payload.")
    private int size;

    @Option(names = "--seconds", defaultValue = "8", description = "How long a turn is measured.")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "10",
            description = "Seconds before the first turn that are not counted.")
    private int warmup;

    @Override
    public Integer call() throws Exception {
        try (PlainHiveMq plain = PlainHiveMq.start()) {
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                double theirs = new Turn("127.0.0.1", plain.port()).rate(round == 0 ? warmup : AGAIN);
                double ours = new Turn(broker.host, broker.port).rate(round == 0 ? warmup : AGAIN);
                ratios[round] = ours / theirs;
                Load.print("plain-out", theirs, "messages/s");
                Load.print("out", ours, "messages/s");
            }
            Arrays.sort(ratios);
            Load.print("ratio", ratios[rounds / 2], "of the plain one, the median");
            Load.print("ratio-least", ratios[0], "of the plain one");
            Load.print("ratio-most", ratios[rounds - 1], "of the plain one");
        }
        return 0;
    }

    /** A turn of one of them. */
    private final class Turn {

        private final String host;
        private final int port;
        private final AtomicLong delivered = new AtomicLong();
        private volatile boolean isOver;

        Turn(String host, int port) {
            this.host = host;
            this.port = port;
        }

        /** Messages that are delivered a second. */
        double rate(int before) throws IOException, InterruptedException {
            List<Mqtt> clients = new ArrayList<>();
            Mqtt receiver = new Mqtt(host, port, "plain-receiver");
            clients.add(receiver);
            Consumer consumer = new Consumer(receiver, TOPIC, "", 1);
            start(() -> consumer.run((partition, body, payload) -> delivered.incrementAndGet()));
            for (int i = 0; i < producers; i++) {
                Mqtt client = new Mqtt(host, port, "plain-producer-" + i);
                clients.add(client);
                Semaphore room = new Semaphore(PlainHiveMq.RECEIVE_MAXIMUM);
                start(() -> produce(client, room));
                start(() -> {
                    while (true) {
                        if (client.read() == Mqtt.PUBACK) {
                            room.release();
                        }
                    }
                });
            }
            Thread.sleep(1_000L * before);
            long count = delivered.get();
            long start = System.nanoTime();
            Thread.sleep(1_000L * seconds);
            double rate = (delivered.get() - count) * 1e9 / (System.nanoTime() - start);
            isOver = true;
            for (Mqtt client : clients) {
                client.close();
            }
            return rate;
        }

        private void produce(Mqtt client, Semaphore room) throws IOException {
            byte[] topic = utf8(TOPIC);
            byte[] payload = new byte[size];
            int packetId = 0;
            while (!isOver) {
                if (!room.tryAcquire()) {
                    client.flush();
                    room.acquireUninterruptibly();
                }
                packetId = packetId == 65_535 ? 1 : packetId + 1;
                client.publish(topic, packetId, payload);
            }
        }

        private void start(Work work) {
            Work.start(work, () -> isOver);
        }
    }
}
