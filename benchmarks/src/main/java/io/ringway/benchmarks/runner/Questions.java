package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.mqtt.PostgresServer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Everything that is asked, with the floors and goals that were set before the first measurement. */
final class Questions {

    private static final String SPSC = "ringway.SpscQueue";
    private static final String MPSC = "ringway.MpscQueue";
    private static final String MPMC = "ringway.MpmcQueue";
    private static final String ABQ = "jdk.ArrayBlockingQueue";
    private static final String LBQ = "jdk.LinkedBlockingQueue";
    private static final String LTQ = "jdk.LinkedTransferQueue";
    private static final String CLQ = "jdk.ConcurrentLinkedQueue";
    private static final String JCTOOLS_SPSC = "jctools.SpscArrayQueue";
    private static final String JCTOOLS_SPSC_VH = "jctools.SpscVarHandleArrayQueue";
    private static final String JCTOOLS_MPSC = "jctools.MpscArrayQueue";
    private static final String JCTOOLS_MPSC_VH = "jctools.MpscVarHandleArrayQueue";
    private static final String JCTOOLS_MPSC_BLOCKING = "jctools.MpscBlockingConsumerArrayQueue";
    private static final String JCTOOLS_MPMC = "jctools.MpmcArrayQueue";
    private static final String JCTOOLS_MPMC_VH = "jctools.MpmcVarHandleArrayQueue";
    private static final String AGRONA_SPSC = "agrona.OneToOneConcurrentArrayQueue";
    private static final String AGRONA_MPSC = "agrona.ManyToOneConcurrentArrayQueue";
    private static final String AGRONA_MPMC = "agrona.ManyToManyConcurrentArrayQueue";
    private static final String CONVERSANT = "conversant.DisruptorBlockingQueue";
    private static final String CONVERSANT_BARE = "conversant.MultithreadConcurrentQueue";
    private static final String CONVERSANT_SPSC = "conversant.PushPullBlockingQueue";
    private static final String LMAX_SPSC = "lmax.SingleProducerRingBuffer";
    private static final String LMAX_MPSC = "lmax.MultiProducerRingBuffer";

    private static final String BATCHING = "ringway.BatchingQueue";
    private static final String BATCHING_DRAIN = "ringway.BatchingQueue.drainBatch";
    private static final String GUAVA_DRAIN = "guava.Queues.drain";
    private static final String PRIORITY_LEVELS = "ringway.ConcurrentPriorityQueue-levels";
    private static final String PRIORITY = "ringway.ConcurrentPriorityQueue";
    private static final String PBQ_FIFO = "jdk.PriorityBlockingQueue-with-sequence";
    private static final String PBQ = "jdk.PriorityBlockingQueue";
    private static final String SKIP_LIST = "jdk.ConcurrentSkipListMap";

    private static final String DEQUE = "ringway.WorkStealingDeque";
    private static final String DEQUE_PRIVATE = "ringway.WorkStealingDeque.private";
    private static final String CHASE_LEV = "textbook.ChaseLevDeque";
    private static final String WEAK_CHASE_LEV = "textbook.WeakChaseLevDeque";
    private static final String LINKED_DEQUE = "jdk.ConcurrentLinkedDeque";
    private static final String ARRAY_DEQUE = "jdk.ArrayDeque";
    private static final String FORK_JOIN_POOL = "jdk.ForkJoinPool";

    private static final String TELEMETRY = "ringway.TelemetryBatcher";
    private static final String CONTROL = "control.arithmetic";
    private static final String TELEMETRY_DROP_OLDEST = "ringway.TelemetryBatcher.drop-oldest";

    /** Needs a server, whose programs there are not for every machine. */
    private static final String POSTGRESQL = "ingest-postgresql";

    private static final double MILLION = 1e6;
    private static final double THOUSAND = 1e3;

    private static final String SINGLE = "Capacity 1024, one element a call, elements made beforehand.";
    private static final String LATENCY =
            "500,000 elements a second, due times fixed beforehand: a late producer counts as latency. Ratio above 1: ours is lower. "
                    + "Where the two threads occupy every processor, tails of milliseconds are the scheduler's: whatever else runs "
                    + "takes its slice from one of them.";

    private Questions() {}

    /** Tells why a question cannot be answered on this machine; empty when it can. */
    static String obstacle(Question question) {
        return question.id().equals(POSTGRESQL) && !PostgresServer.isThere()
                ? "there are no PostgreSQL programs for this machine"
                : "";
    }

    static List<Question> all() {
        return List.of(
                new Question(
                        "spsc-1p1c",
                        "SPSC, single operations",
                        Kind.THROUGHPUT,
                        "SpscBenchmark.transfer1p1c",
                        SPSC,
                        List.of(JCTOOLS_SPSC, JCTOOLS_SPSC_VH, AGRONA_SPSC),
                        List.of(LMAX_SPSC, CONVERSANT_SPSC, ABQ, LTQ, CLQ),
                        1,
                        1,
                        "M transfers/s",
                        MILLION,
                        1.0,
                        1.2,
                        3,
                        SINGLE),
                new Question(
                        "spsc-batch-1p1c",
                        "SPSC, fill and drain",
                        Kind.BATCH,
                        "BatchBenchmark.batch1p1c",
                        SPSC,
                        List.of(JCTOOLS_SPSC, AGRONA_SPSC),
                        List.of(JCTOOLS_SPSC_VH, LMAX_SPSC, CONVERSANT_SPSC, ABQ, LBQ),
                        1,
                        1,
                        "M transfers/s",
                        MILLION,
                        1.2,
                        1.5,
                        2,
                        "Capacity 1024, batches of up to 64. A library without a batch insertion offers in a loop."),
                transfer("mpsc-3p1c", "MPSC, single operations", "MpscBenchmark", MPSC, 3, 1, 1.2, 2.0),
                transfer("mpmc-1p1c", "MPMC, single operations, one of each", "MpmcBenchmark", MPMC, 1, 1, 1.1, 1.3),
                transfer("mpmc-2p2c", "MPMC, single operations, two of each", "MpmcBenchmark", MPMC, 2, 2, 1.8, 3.0),
                transfer("mpmc-4p4c", "MPMC, single operations, four of each", "MpmcBenchmark", MPMC, 4, 4, 1.2, 1.5),
                blocking("blocking-1p1c", MPMC, 1, 1, 1.5, 3.0),
                blocking("blocking-2p2c", MPMC, 2, 2, 1.5, 3.0),
                blocking("blocking-mpsc-3p1c", MPSC, 3, 1, null, null),
                latency(
                        SPSC,
                        List.of(JCTOOLS_SPSC, AGRONA_SPSC),
                        List.of(JCTOOLS_SPSC_VH, LMAX_SPSC, CONVERSANT_SPSC, ABQ)),
                latency(
                        MPSC,
                        List.of(JCTOOLS_MPSC, AGRONA_MPSC),
                        List.of(JCTOOLS_MPSC_VH, LMAX_MPSC, JCTOOLS_MPMC, ABQ, LTQ, CONVERSANT)),
                latency(
                        MPMC,
                        List.of(JCTOOLS_MPMC, AGRONA_MPMC),
                        List.of(JCTOOLS_MPMC_VH, ABQ, LTQ, CLQ, CONVERSANT, CONVERSANT_BARE)),
                priority(
                        "priority-levels-2p2c",
                        "Priority, 8 levels, two of each",
                        "PriorityLevelsBenchmark",
                        PRIORITY_LEVELS,
                        5.0,
                        9.0,
                        "Capacity 1024. "),
                priority(
                        "priority-held-2p2c",
                        "Priority, any int, 100,000 held, two of each",
                        "PriorityHeldBenchmark",
                        PRIORITY,
                        3.0,
                        5.0,
                        "The queue is kept at about 100,000 elements. "),
                new Question(
                                "latency-priority",
                                "Priority, 8 levels, hand-off latency",
                                Kind.LATENCY,
                                "LatencyBenchmark.latency1p1c",
                                PRIORITY_LEVELS,
                                List.of(PBQ_FIFO),
                                List.of(PRIORITY, PBQ, SKIP_LIST),
                                1,
                                1,
                                "ns",
                                1,
                                1.0,
                                2.0,
                                2,
                                LATENCY
                                        + " A limit: PriorityBlockingQueue without a sequence number, which is not FIFO among "
                                        + "equals.")
                        .withLimits(PBQ),
                parked(MPMC, List.of(ABQ, LTQ, CONVERSANT)),
                parked(MPSC, List.of(JCTOOLS_MPSC_BLOCKING)),
                batching("batching-1p1c", "pollBatch", BATCHING, 1),
                batching("batching-3p1c", "pollBatch", BATCHING, 3),
                batching("batching-drain-1p1c", "drainBatch", BATCHING_DRAIN, 1),
                batching("batching-drain-3p1c", "drainBatch", BATCHING_DRAIN, 3),
                new Question(
                        "batching-lone",
                        "Batching, a lone element's delay beyond its linger",
                        Kind.LATENCY,
                        "LingerBenchmark.lone1p1c",
                        BATCHING,
                        List.of(ABQ),
                        List.of(LBQ, JCTOOLS_MPSC_BLOCKING),
                        1,
                        1,
                        "ns",
                        1,
                        null,
                        null,
                        2,
                        "Linger 1 ms, an element about every 2 ms; the consumer waits, and is woken by the clock."),
                dequeOwner(
                                "deque-owner",
                                DEQUE,
                                List.of(CHASE_LEV, WEAK_CHASE_LEV),
                                List.of(LINKED_DEQUE, ARRAY_DEQUE),
                                1.2,
                                2.0)
                        .withLimits(ARRAY_DEQUE),
                dequeOwner(
                        "deque-owner-private",
                        DEQUE_PRIVATE,
                        List.of(ARRAY_DEQUE),
                        List.of(CHASE_LEV, WEAK_CHASE_LEV, LINKED_DEQUE),
                        0.9,
                        1.0),
                dequeSteal("deque-steal", DEQUE),
                dequeSteal("deque-steal-private", DEQUE_PRIVATE),
                new Question(
                        "fork-join",
                        "Fork-join, sum of a tree",
                        Kind.REMOVAL,
                        "ForkJoinBenchmark.treeSum",
                        DEQUE,
                        List.of(FORK_JOIN_POOL),
                        List.of(DEQUE_PRIVATE),
                        0,
                        1,
                        "sums/s",
                        1,
                        1.0,
                        1.3,
                        2,
                        "A million numbers in 16,383 splits, two workers that each have a deque, beside a pool of two. "
                                + "The splits are objects: they are what is allocated."),
                new Question(
                        "removal-hot-path",
                        "MPMC, one thread offers and polls",
                        Kind.REMOVAL,
                        "RemovalBenchmark.offerPoll",
                        MPMC,
                        List.of(JCTOOLS_MPMC, ABQ),
                        List.of(JCTOOLS_MPMC_VH, AGRONA_MPMC, LBQ, LTQ, CONVERSANT),
                        0,
                        1,
                        "M pairs/s",
                        MILLION,
                        null,
                        null,
                        1,
                        "What remove(Object) costs where nobody removes: the bare path, beside queues without removal."),
                new Question(
                        "removal-anywhere",
                        "MPMC, remove(Object) from a half-full queue",
                        Kind.REMOVAL,
                        "RemovalBenchmark.removeAnywhere",
                        MPMC,
                        List.of(ABQ, LBQ),
                        List.of(LTQ),
                        0,
                        1,
                        "M removals/s",
                        MILLION,
                        null,
                        null,
                        0,
                        "One thread removes a random element of 512 and offers it again."),
                stage(
                        "telemetry-encoded",
                        "Telemetry to the encoded batch",
                        "mqtt.EncodedBatchBenchmark.encode",
                        TELEMETRY,
                        List.of("original.deque-and-lock"),
                        1,
                        3.0,
                        10.0,
                        "k readings/s",
                        "Two producers, batches of 500, ThingsBoard's JSON. The peer is a deque with a lock whose batches Jackson's "
                                + "object mapper encodes."),
                stage(
                        "telemetry-queued",
                        "Telemetry to the encoded batch, one encoder for all",
                        "mqtt.EncodedBatchBenchmark.encode",
                        TELEMETRY,
                        List.of("original.deque-and-lock-with-our-encoder", ABQ, LBQ, "lmax.Disruptor"),
                        0,
                        null,
                        null,
                        "k readings/s",
                        "As the suite before, but every contender has our encoder: what the queue alone makes of it."),
                offline(
                        "telemetry-offline",
                        "queue() while the network is down, bursts, 1 M readings/s",
                        "offer",
                        TELEMETRY,
                        List.of(TELEMETRY_DROP_OLDEST, CONTROL),
                        1,
                        "What a call costs its thread: four producers, bursts of a hundred, each call timed by itself. A lock is hardly "
                                + "ever contended. The policy SPOOL writes to the disk meanwhile; drop-oldest has no disk either. "
                                + "The control is a call of ten nanoseconds that touches nothing shared: its tail is the system's."),
                offline(
                        "telemetry-offline-fourfold",
                        "queue() while the network is down, bursts, 4 M readings/s",
                        "offerFourfold",
                        TELEMETRY,
                        List.of(TELEMETRY_DROP_OLDEST),
                        0,
                        "As the suite before, at a rate at which the producers meet. Where the processors are far from each other, the "
                                + "peer's lock does not keep up. SPOOL refuses what its disk cannot take."),
                offline(
                        "telemetry-offline-flat-out",
                        "queue() while the network is down, four threads flat out",
                        "offerFlatOut",
                        TELEMETRY_DROP_OLDEST,
                        List.of(TELEMETRY),
                        0,
                        "No schedule: a call of 90 ms counts once, and holds up those that its thread would have made. Most of what "
                                + "SPOOL is offered it refuses, which costs less than an insertion."),
                path(
                        "telemetry-broker",
                        "Telemetry to the broker's acknowledgement",
                        "mqtt.TelemetryBenchmark.readings",
                        TELEMETRY,
                        List.of("hivemq.publish-for-each"),
                        20.0,
                        100.0,
                        "k readings/s",
                        "HiveMQ Community Edition in the same process, QoS 1, ThingsBoard's JSON. The peer sends one PUBLISH for "
                                + "each reading, a thousand of them under way."),
                spool("spool-write", "Spool, write of 1 KiB", "write"),
                spool("spool-replay", "Spool, replay of 1 KiB", "replay"),
                path(
                        "commands-reconnect",
                        "Commands of an outage after the reconnection",
                        "mqtt.ReconnectBenchmark.outage",
                        "ringway.CommandQueue",
                        List.of("original.deque-and-lock"),
                        null,
                        null,
                        "k commands/s",
                        "A hundred commands queued while disconnected, then connected, then each acknowledged. The peer sends one "
                                + "after the other out of a deque with a lock."),
                path(
                        "ingest-h2",
                        "Messages into rows of H2",
                        "mqtt.IngestBenchmark.rows",
                        "ringway.MqttIngest",
                        List.of("jdbc.row-by-row", "jdbc.polled-queue"),
                        null,
                        null,
                        "k rows/s",
                        "Each commit is safe on disk. Row by row: a transaction for each. Polled queue: a transaction for two "
                                + "thousand rows out of a ConcurrentLinkedQueue."),
                new Question(
                        POSTGRESQL,
                        "Messages into rows of PostgreSQL",
                        Kind.PATH,
                        "mqtt.PostgresIngestBenchmark.rows",
                        "ringway.MqttIngest",
                        List.of("jdbc.row-by-row", "jdbc.polled-queue"),
                        List.of(),
                        0,
                        1,
                        "k rows/s",
                        THOUSAND,
                        null,
                        null,
                        0,
                        "As the suite before, with a server on the same machine. Against row by row the floor is 20, the goal 50."),
                new Question(
                        "durable-10x10",
                        "Durable queue, 10 partitions, publish to acknowledgement",
                        Kind.PATH,
                        "durable.DurableBenchmark.durable",
                        "ringway.DurableQueues",
                        List.of("rocksdb.write-batch"),
                        List.of("artemis.journal", "chronicle.queue"),
                        0,
                        1,
                        "k messages/s",
                        THOUSAND,
                        3.0,
                        5.0,
                        2,
                        "1 KiB, fdatasync before a publish counts and a message is delivered; who comes during one sync shares "
                                + "the next. The peers have no leases, attempts, retries or order by key. Chronicle Queue, "
                                + "which syncs nothing by itself, gets an fdatasync of its file for each batch, and in its forks "
                                + "nine more flags; what is acknowledged stays in its file."));
    }

    private static Question spool(String id, String title, String method) {
        return stage(
                id,
                title,
                "log.SpoolBenchmark." + method,
                "ringway.Spool",
                List.of("jdk.FileChannel"),
                0,
                null,
                null,
                "k records/s",
                "One thread, a sync for each 512 records. Floor 200, goal 500 thousand a second. The peer writes lengths and records to "
                        + "a plain file: the limit of the disk, without checksums, acknowledgements or bounds.");
    }

    private static Question stage(
            String id,
            String title,
            String benchmark,
            String ours,
            List<String> peers,
            int quickRounds,
            @Nullable Double floor,
            @Nullable Double goal,
            String unit,
            String note) {
        return new Question(
                id,
                title,
                Kind.STAGE,
                benchmark,
                ours,
                peers,
                List.of(),
                0,
                1,
                unit,
                THOUSAND,
                floor,
                goal,
                quickRounds,
                note);
    }

    /** A question about single calls, whose full mode asks further contenders. */
    private static Question offline(
            String id, String title, String method, String ours, List<String> further, int quickRounds, String note) {
        return new Question(
                id,
                title,
                Kind.CALL,
                "mqtt.OfflineQueueBenchmark." + method,
                ours,
                List.of("original.deque-and-lock"),
                further,
                List.of(CONTROL),
                0,
                1,
                "ns",
                1,
                5.0,
                20.0,
                quickRounds,
                note);
    }

    private static Question path(
            String id,
            String title,
            String benchmark,
            String ours,
            List<String> peers,
            @Nullable Double floor,
            @Nullable Double goal,
            String unit,
            String note) {
        return new Question(
                id, title, Kind.PATH, benchmark, ours, peers, List.of(), 0, 1, unit, THOUSAND, floor, goal, 2, note);
    }

    private static Question transfer(
            String id,
            String title,
            String suite,
            String ours,
            int producers,
            int consumers,
            double floor,
            double goal) {
        boolean oneConsumer = ours.equals(MPSC);
        List<String> strongest = oneConsumer ? List.of(JCTOOLS_MPSC, AGRONA_MPSC) : List.of(JCTOOLS_MPMC, AGRONA_MPMC);
        List<String> further = oneConsumer
                ? List.of(JCTOOLS_MPSC_VH, JCTOOLS_MPMC, LMAX_MPSC, ABQ, LTQ, CLQ, CONVERSANT)
                : List.of(JCTOOLS_MPMC_VH, ABQ, LBQ, LTQ, CLQ, CONVERSANT, CONVERSANT_BARE);
        String shape = producers + "p" + consumers + "c";
        return new Question(
                id,
                title,
                Kind.THROUGHPUT,
                suite + ".transfer" + shape,
                ours,
                strongest,
                further,
                producers,
                consumers,
                "M transfers/s",
                MILLION,
                floor,
                goal,
                producers + consumers > 4 ? 2 : 3,
                SINGLE);
    }

    private static Question priority(
            String id, String title, String suite, String ours, double floor, double goal, String content) {
        return new Question(
                        id,
                        title,
                        Kind.THROUGHPUT,
                        suite + ".transfer2p2c",
                        ours,
                        List.of(PBQ_FIFO),
                        List.of(PBQ, SKIP_LIST),
                        2,
                        2,
                        "M transfers/s",
                        MILLION,
                        floor,
                        goal,
                        2,
                        content
                                + "Random priorities. The peers have a counter for their bound. A limit: PriorityBlockingQueue without a "
                                + "sequence number, which is not FIFO among equals, as ours, the skip list and the one with a "
                                + "sequence number are.")
                .withLimits(PBQ);
    }

    private static Question blocking(
            String id, String ours, int producers, int consumers, @Nullable Double floor, @Nullable Double goal) {
        boolean oneConsumer = ours.equals(MPSC);
        String shape = producers + "p" + consumers + "c";
        return new Question(
                id,
                (oneConsumer ? "MPSC" : "MPMC") + ", put and take",
                Kind.BLOCKING,
                "BlockingBenchmark.blocking" + shape,
                ours,
                oneConsumer ? List.of(JCTOOLS_MPSC_BLOCKING, ABQ) : List.of(ABQ, LTQ, CONVERSANT),
                oneConsumer
                        ? List.of(LBQ, LTQ, CONVERSANT)
                        : producers == 1 ? List.of(LBQ, CONVERSANT_SPSC) : List.of(LBQ),
                producers,
                consumers,
                "M transfers/s",
                MILLION,
                floor,
                goal,
                oneConsumer ? 0 : 2,
                "Capacity 1024, put and take without a time limit. LinkedTransferQueue is unbounded, so its put never blocks.");
    }

    private static Question batching(String id, String operation, String ours, int producers) {
        return new Question(
                id,
                "Batching, " + operation,
                Kind.BATCH,
                "LingerBenchmark.batches" + producers + "p1c",
                ours,
                List.of(ABQ, JCTOOLS_MPSC_BLOCKING),
                List.of(LBQ, GUAVA_DRAIN, LMAX_MPSC),
                producers,
                1,
                "M transfers/s",
                MILLION,
                1.3,
                2.0,
                ours.equals(BATCHING) ? 2 : 0,
                "Capacity 1024, batches of 256, linger 1 ms. The JDK's and JCTools' queues: a timed poll for the first, "
                        + "then drainTo and timed polls until the batch is full or its time over. Guava's drain on an "
                        + "ArrayBlockingQueue. The Disruptor is polled and never parks, as drainBatch.");
    }

    private static Question dequeOwner(
            String id, String ours, List<String> strongest, List<String> further, double floor, double goal) {
        return new Question(
                id,
                "Deque, owner alone" + (ours.equals(DEQUE_PRIVATE) ? ", private limit 64" : ""),
                Kind.REMOVAL,
                "DequeBenchmark.recursion",
                ours,
                strongest,
                further,
                0,
                1,
                "M pairs/s",
                MILLION,
                floor,
                goal,
                2,
                "A push and a pop in the order of a recursion by halves, with up to five elements in the deque. ArrayDeque "
                        + "is for one thread only: a limit for the strict form, and what the form with a private limit is "
                        + "judged by.");
    }

    private static Question dequeSteal(String id, String ours) {
        return new Question(
                id,
                "Deque, owner and thief" + (ours.equals(DEQUE_PRIVATE) ? ", private limit 64" : ""),
                Kind.BATCH,
                "DequeStealBenchmark.steal1o1t",
                ours,
                List.of(CHASE_LEV, WEAK_CHASE_LEV),
                List.of(LINKED_DEQUE),
                1,
                1,
                "M elements/s",
                MILLION,
                1.5,
                3.0,
                ours.equals(DEQUE) ? 2 : 0,
                "Equal steals: of each 32 elements pushed the thief has to take exactly four, and the owner pops the others.");
    }

    private static Question latency(String ours, List<String> strongest, List<String> further) {
        String name = ours.substring("ringway.".length(), ours.indexOf("Queue"));
        return new Question(
                "latency-" + name.toLowerCase(Locale.ROOT),
                name.toUpperCase(Locale.ROOT) + ", hand-off latency",
                Kind.LATENCY,
                "LatencyBenchmark.latency1p1c",
                ours,
                strongest,
                further,
                1,
                1,
                "ns",
                1,
                1.0,
                2.0,
                ours.equals(MPSC) ? 0 : 2,
                LATENCY);
    }

    private static Question parked(String ours, List<String> peers) {
        String name = ours.substring("ringway.".length(), ours.indexOf("Queue"));
        return new Question(
                "parked-" + name.toLowerCase(Locale.ROOT),
                name.toUpperCase(Locale.ROOT) + ", consumer parked on an empty queue",
                Kind.PARKED,
                "ParkedBenchmark.parked",
                ours,
                peers,
                List.of(),
                0,
                1,
                "ms CPU/s",
                MILLION,
                null,
                null,
                ours.equals(MPMC) ? 1 : 0,
                "Processor time of a thread that waits in take. 0 is the figure to reach; a ratio to 0 says nothing, so none is given.");
    }
}
