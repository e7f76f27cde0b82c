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
 * any extension, and tells the ratio of what each delivers, and of the processor time that each takes for a message.
 * Both run all the time, and get as many publishes without an answer as the plain one allows.
 */
@Command(
        name = "plain",
        mixinStandardHelpOptions = true,
        description = "Compares ordinary traffic with that of a HiveMQ without any extension, which this starts.")
final class AgainstPlain implements Callable<Integer> {

    private static final String TOPIC = "plain/rate";

    /** What is under way at the end of a turn is through by then, and the next one is at its pace. */
    private static final int BETWEEN_MILLIS = 300;

    @ParentCommand
    private BrokerRate broker = new BrokerRate();

    @Option(names = "--rounds", defaultValue = "8", description = "Turns of each; who begins takes turns as well.")
    private int rounds;

    @Option(names = "--producers", defaultValue = "2", description = "Clients that publish.")
    private int producers;

    @Option(names = "--size", defaultValue = "1024", description = "Bytes of a payload.")
    private int size;

    @Option(names = "--seconds", defaultValue = "2", description = "How long a turn is measured.")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "10",
            description = "Seconds of each before the first turn that are not counted.")
    private int warmup;

    @Override
    public Integer call() throws Exception {
        try (PlainHiveMq plain = PlainHiveMq.start();
                Side theirs = new Side("127.0.0.1", plain.port(), plain::cpuNanos);
                Side ours =
                        new Side(broker.host, broker.port, new ProcessorTime(broker.host, broker.httpPort)::nanos)) {
            theirs.turn(1_000L * warmup);
            ours.turn(1_000L * warmup);
            List<Turn> plainTurns = new ArrayList<>();
            List<Turn> turns = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                if (round % 2 == 0) {
                    plainTurns.add(theirs.turn(1_000L * seconds));
                    turns.add(ours.turn(1_000L * seconds));
                } else {
                    turns.add(ours.turn(1_000L * seconds));
                    plainTurns.add(theirs.turn(1_000L * seconds));
                }
                Load.print("plain-out", plainTurns.get(round).rate, "messages/s");
                Load.print("out", turns.get(round).rate, "messages/s");
            }
            double[] ratios = new double[rounds];
            double[] cpu = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                ratios[round] = turns.get(round).rate / plainTurns.get(round).rate;
                cpu[round] = turns.get(round).micros / plainTurns.get(round).micros;
            }
            print("ratio", ratios, "of the plain one");
            print(
                    "plain-cpu",
                    plainTurns.stream().mapToDouble(turn -> turn.micros).toArray(),
                    "us/message");
            print("cpu", turns.stream().mapToDouble(turn -> turn.micros).toArray(), "us/message");
            print("cpu-ratio", cpu, "of the plain one");
        }
        return 0;
    }

    private static void print(String name, double[] figures, String unit) {
        Arrays.sort(figures);
        int middle = figures.length / 2;
        double median = figures.length % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
        Load.print(name, median, unit + ", the median");
        Load.print(name + "-least", figures[0], unit);
        Load.print(name + "-most", figures[figures.length - 1], unit);
    }

    /** Says how much processor time a process has taken so far, in nanoseconds. */
    @FunctionalInterface
    private interface Cpu {

        long nanos() throws IOException, InterruptedException;
    }

    /** What was measured in a turn. */
    private static final class Turn {

        private final double rate;
        private final double micros;

        /** Of so many messages in so many nanoseconds, for which the broker took so much processor time. */
        Turn(long messages, long nanos, long cpuNanos) {
            rate = messages * 1e9 / nanos;
            micros = cpuNanos / 1e3 / messages;
        }
    }

    /** One of the two brokers, with the clients that use it when it is its turn. */
    private final class Side implements AutoCloseable {

        private final Cpu cpu;
        private final AtomicLong delivered = new AtomicLong();
        private final List<Mqtt> clients = new ArrayList<>();
        private final Semaphore turns = new Semaphore(0);
        private volatile boolean isOn;
        private volatile boolean isOver;

        Side(String host, int port, Cpu cpu) throws IOException {
            this.cpu = cpu;
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
        }

        Turn turn(long millis) throws IOException, InterruptedException {
            isOn = true;
            turns.release(producers);
            Thread.sleep(BETWEEN_MILLIS);
            long cpuBefore = cpu.nanos();
            long count = delivered.get();
            long start = System.nanoTime();
            Thread.sleep(millis);
            long messages = delivered.get() - count;
            long took = System.nanoTime() - start;
            long cpuTaken = cpu.nanos() - cpuBefore;
            isOn = false;
            Thread.sleep(BETWEEN_MILLIS);
            return new Turn(messages, took, cpuTaken);
        }

        private void produce(Mqtt client, Semaphore room) throws IOException {
            byte[] topic = utf8(TOPIC);
            byte[] payload = new byte[size];
            int packetId = 0;
            while (!isOver) {
                if (!isOn) {
                    client.flush();
                    turns.acquireUninterruptibly();
                }
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

        @Override
        public void close() throws IOException {
            isOver = true;
            for (Mqtt client : clients) {
                client.close();
            }
        }
    }
}
