package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.runner.Program.Asked;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All programs, in the order in which they run. What is asked of them was fixed before they first ran. */
final class Programs {

    private static final String DURABLE = "durable.DurableRate";
    private static final String BROKER = "broker.BrokerRate";
    private static final String RATE = "messages/s";

    private Programs() {}

    static List<Program> all() {
        return List.of(
                new Program(
                                "telemetry-heap",
                                "mqtt.SpooledHeap",
                                false,
                                List.of(),
                                List.of(),
                                List.of(),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                List.of(new Asked(
                                        "heap",
                                        "Telemetry, heap with 1,000,000 readings in the spool",
                                        "MiB",
                                        false,
                                        64.0,
                                        64.0,
                                        "")))
                        .forFullMode(),
                new Program(
                        "durable-1x1",
                        DURABLE,
                        false,
                        List.of("--partitions", "1", "--ordering", "strict"),
                        List.of("--messages", "500000", "--warmup", "300000"),
                        List.of("--messages", "3000000"),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(15),
                        List.of(new Asked(
                                "rate",
                                "Engine, 1 partition, 1 consumer, strict order, each publish synced",
                                RATE,
                                true,
                                20_000.0,
                                100_000.0,
                                "5,000 messages/s"))),
                new Program(
                                "durable-many",
                                DURABLE,
                                false,
                                List.of(),
                                List.of("--messages", "1000000", "--warmup", "1500000"),
                                List.of("--messages", "5000000"),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(12),
                                List.of(new Asked(
                                        "rate",
                                        "Engine, 10 partitions, 10 consumers, each publish synced",
                                        RATE,
                                        true,
                                        250_000.0,
                                        600_000.0,
                                        "50,000 messages/s")))
                        .forFullMode(), // the quick mode has it beside RocksDB: durable-10x10
                new Program(
                        "durable-commit",
                        DURABLE,
                        false,
                        List.of("--rate", "100000"),
                        List.of("--messages", "300000", "--warmup", "200000", "--settle", "5"),
                        List.of("--messages", "3000000", "--settle", "8"),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(42),
                        List.of(new Asked(
                                "commit-p99",
                                "Engine, publish to synced at 100,000 messages/s, p99",
                                "ms",
                                false,
                                3.0,
                                1.0,
                                "15 ms to delivery, at 50,000 messages/s"))),
                new Program(
                        "durable-backlog",
                        DURABLE,
                        false,
                        List.of("--backlog", "--messages", "1000000"),
                        List.of(),
                        List.of(),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(9),
                        List.of(
                                new Asked(
                                        "heap",
                                        "Engine, heap with 1,000,000 messages of 1 KiB queued",
                                        "MB",
                                        false,
                                        150.0,
                                        64.0,
                                        "1.5 GB"),
                                new Asked(
                                        "disk",
                                        "Engine, disk for each of them",
                                        "B/message",
                                        false,
                                        1_126.0,
                                        1_126.0,
                                        "about 1 KB"),
                                new Asked("open", "Engine, open with them", "ms", false, 3_000.0, 1_000.0, ""),
                                new Asked("backlog", "Engine, read them", RATE, true, 500_000.0, 1_000_000.0, ""))),
                memory("10k", 10_000, "50 MB"),
                memory("100k", 100_000, "200 MB"),
                new Program(
                        "durable-rebalance",
                        DURABLE,
                        false,
                        List.of(),
                        List.of("--rebalances", "200", "--warmup", "300000"),
                        List.of("--rebalances", "400"),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(7),
                        List.of(rebalance("leave", "leaves"), rebalance("join", "joins"))),
                new Program(
                        "broker",
                        BROKER,
                        true,
                        List.of("--then-rate", "10000"),
                        List.of("--warmup", "15", "--seconds", "6"),
                        List.of(),
                        Duration.ofSeconds(35),
                        Duration.ofSeconds(69),
                        List.of(
                                new Asked(
                                        "out",
                                        "Broker, QoS 1 in, synced, delivered with QoS 1, settled by $ack",
                                        RATE,
                                        true,
                                        18_000.0,
                                        40_000.0,
                                        "10,000 messages/s"),
                                new Asked(
                                        "delivery-p99",
                                        "Broker, publish to delivery at 10,000 messages/s, p99",
                                        "ms",
                                        false,
                                        10.0,
                                        5.0,
                                        "10 ms"),
                                new Asked(
                                        "start",
                                        "Broker, from its start to ready with an empty directory",
                                        "ms",
                                        false,
                                        6_000.0,
                                        3_000.0,
                                        ""))),
                new Program(
                                "broker-plain",
                                BROKER,
                                true,
                                List.of("plain"),
                                List.of("--rounds", "4", "--warmup", "5"),
                                List.of(),
                                Duration.ofSeconds(40),
                                Duration.ofSeconds(70),
                                List.of(new Asked(
                                        "ratio",
                                        "Broker, ordinary QoS 1 publish to subscribe, to a HiveMQ without the queues",
                                        "of its rate",
                                        true,
                                        0.95,
                                        1.0,
                                        "")))
                        .forFullMode(),
                new Program(
                                "broker-rebalance",
                                BROKER,
                                true,
                                List.of("rebalance"),
                                List.of("--kills", "5"),
                                List.of("--kills", "20"),
                                Duration.ofSeconds(25),
                                Duration.ofSeconds(70),
                                List.of(new Asked(
                                        "rebalance-p99",
                                        "Broker, from a consumer's kill -9 until others have its partitions, p99",
                                        "ms",
                                        false,
                                        1_000.0,
                                        100.0,
                                        "")))
                        .forFullMode(),
                new Program(
                                "broker-list",
                                BROKER,
                                true,
                                List.of("list"),
                                List.of("--requests", "100", "--warmup", "100"),
                                List.of(),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(22),
                                List.of(list("p50", "median", 50.0, 10.0), list("p99", "p99", null, null)))
                        .forFullMode());
    }

    /** What the memory and the time to open are made of: how they grow with the messages. */
    private static Program memory(String id, int messages, String toBeat) {
        String queued = String.format(Locale.ROOT, "with %,d messages of 1 KiB queued", messages);
        return new Program(
                        "durable-memory-" + id,
                        DURABLE,
                        false,
                        List.of("--backlog", "--messages", Integer.toString(messages)),
                        List.of(),
                        List.of(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        List.of(
                                new Asked("heap", "Engine, heap " + queued, "MB", false, null, null, toBeat),
                                new Asked("open", "Engine, open " + queued, "ms", false, null, null, "")))
                .forFullMode();
    }

    private static Asked list(String name, String what, @Nullable Double floor, @Nullable Double goal) {
        return new Asked(
                "list-" + name,
                "Broker, list of 1,000 queues and their dead letters over REST, " + what,
                "ms",
                false,
                floor,
                goal,
                "");
    }

    private static Asked rebalance(String name, String what) {
        return new Asked(
                name + "-p99",
                "Engine, a consumer of 10 " + what + ", until a message has come through each of 10 partitions, p99",
                "ms",
                false,
                100.0,
                10.0,
                "1 s");
    }
}
