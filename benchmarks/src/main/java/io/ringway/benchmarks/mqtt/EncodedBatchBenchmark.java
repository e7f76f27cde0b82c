package io.ringway.benchmarks.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import io.ringway.benchmarks.Elements;
import io.ringway.benchmarks.ForkSettings;
import io.ringway.mqtt.DiscardingBroker;
import io.ringway.mqtt.OverflowPolicy;
import io.ringway.mqtt.Telemetry;
import io.ringway.mqtt.TelemetryBatcher;
import io.ringway.mqtt.TelemetryEncoder;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Readings a second from two producers to the encoded batch. A producer that finds the queue full yields; every reading
 * is counted when its batch is encoded.
 *
 * <p>{@code original.deque-and-lock} encodes as is usual: Jackson's object mapper on a list of maps. All others have
 * our encoder, so that among them the queue alone makes the difference.
 */
@State(Scope.Benchmark)
public class EncodedBatchBenchmark extends ForkSettings {
    private static final int READINGS = 200_000;
    private static final int PRODUCERS = 2;
    private static final int BATCH = 500;
    private static final int LIMIT = 65_000;

    private static final Telemetry READING =
            new Telemetry("boiler", 1_700_000_000_000L, Map.of("celsius", 61.5, "bar", 1.25, "on", true));

    /** Name of the contender. */
    @Param({
        "ringway.TelemetryBatcher",
        "original.deque-and-lock",
        "original.deque-and-lock-with-our-encoder",
        "jdk.ArrayBlockingQueue",
        "jdk.LinkedBlockingQueue",
        "lmax.Disruptor"
    })
    public String queue;

    /** The encoder: {@code json} is ThingsBoard's device format, {@code plain} the text as it is. */
    @Param("json")
    public String encoder;

    /** How many readings the queue holds. */
    @Param("16384")
    public int capacity;

    private Telemetry reading;
    private Predicate<Telemetry> offer;
    private LongSupplier encoded;
    private Runnable close;
    private volatile long count;
    private volatile boolean ended;

    /** Makes the contender and starts its consumer. */
    @Setup(Level.Trial)
    public void open() {
        boolean json = encoder.equals("json");
        reading = json ? READING : Telemetry.ofPayload("celsius=61.5 bar=1.25 on=true");
        TelemetryEncoder format = json ? TelemetryEncoder.thingsBoardDevice() : TelemetryEncoder.plain("t");
        encoded = () -> count;
        switch (queue) {
            case "ringway.TelemetryBatcher" -> {
                TelemetryBatcher batcher = DiscardingBroker.batcher(true)
                        .encoder(format)
                        .overflow(OverflowPolicy.DROP_NEWEST)
                        .queueCapacity(capacity)
                        .batchSize(BATCH)
                        .maxPayloadBytes(LIMIT)
                        .linger(Duration.ofMillis(1))
                        .build();
                offer = batcher::queue;
                encoded = () -> batcher.stats().delivered();
                close = batcher::close;
            }
            case "original.deque-and-lock" -> lockedDeque(new MappedJson());
            case "original.deque-and-lock-with-our-encoder" -> lockedDeque(format);
            case "jdk.ArrayBlockingQueue" -> plainQueue(new ArrayBlockingQueue<>(capacity), format);
            case "jdk.LinkedBlockingQueue" -> plainQueue(new LinkedBlockingQueue<>(capacity), format);
            case "lmax.Disruptor" -> disruptor(format);
            default -> throw new IllegalArgumentException(queue);
        }
    }

    private void lockedDeque(TelemetryEncoder format) {
        LockedDeque<Telemetry> deque = new LockedDeque<>(capacity, false);
        offer = deque::offer;
        close = consume(deque::poll, format);
    }

    private void plainQueue(Queue<Telemetry> plain, TelemetryEncoder format) {
        offer = plain::offer;
        close = consume(plain::poll, format);
    }

    private void disruptor(TelemetryEncoder format) {
        Disruptor<Slot> disruptor = new Disruptor<>(
                Slot::new,
                capacity,
                work -> new Thread(work, "consumer"),
                ProducerType.MULTI,
                new BlockingWaitStrategy());
        Batcher batcher = new Batcher(format);
        disruptor.handleEventsWith((slot, sequence, last) -> {
            Telemetry next = slot.reading;
            slot.reading = null;
            if (next != null) {
                batcher.accept(next);
            }
            if (last) {
                batcher.cut();
            }
        });
        disruptor.start();
        offer = next -> disruptor.getRingBuffer().tryPublishEvent((slot, sequence, it) -> slot.reading = it, next);
        close = disruptor::shutdown;
    }

    /** The loop that users write: take what there is, and encode a batch when it is full or there is no more. */
    private Runnable consume(Supplier<@Nullable Telemetry> poll, TelemetryEncoder format) {
        Batcher batcher = new Batcher(format);
        Thread consumer = new Thread(() -> {
            while (!ended) {
                Telemetry next = poll.get();
                if (next == null) {
                    batcher.cut();
                    Thread.yield();
                } else {
                    batcher.accept(next);
                }
            }
        });
        consumer.start();
        return () -> ended = true;
    }

    /** Ends the contender. */
    @TearDown(Level.Trial)
    public void close() {
        close.run();
    }

    /**
     * Sends readings until all are encoded.
     *
     * @param sent counts them
     * @throws InterruptedException if JMH gives up
     */
    @Benchmark
    public void encode(Elements sent) throws InterruptedException {
        long target = encoded.getAsLong() + READINGS;
        CountDownLatch producers = new CountDownLatch(PRODUCERS);
        for (int i = 0; i < PRODUCERS; i++) {
            new Thread(() -> {
                        for (int n = 0; n < READINGS / PRODUCERS; n++) {
                            while (!offer.test(reading)) {
                                Thread.yield();
                            }
                        }
                        producers.countDown();
                    })
                    .start();
        }
        producers.await();
        while (encoded.getAsLong() < target) {
            Thread.yield();
        }
        sent.elements += READINGS;
    }

    /** The same JSON, of maps by the object mapper. It cannot tell the size of a batch beforehand. */
    private static final class MappedJson implements TelemetryEncoder {
        private final ObjectMapper mapper = new ObjectMapper();
        private final List<Map<String, Object>> batch = new ArrayList<>();

        @Override
        public String topic() {
            return "v1/devices/me/telemetry";
        }

        @Override
        public boolean add(Telemetry next, int limit) {
            return batch.add(Map.of("ts", next.timestamp(), "values", next.values()));
        }

        @Override
        public byte[] finish() {
            try {
                return mapper.writeValueAsBytes(batch);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            } finally {
                batch.clear();
            }
        }
    }

    private static final class Slot {
        private @Nullable Telemetry reading;
    }

    /** Forms batches for the contenders that don't do it themselves; for their one consumer. */
    private final class Batcher implements Consumer<Telemetry> {
        private final TelemetryEncoder format;
        private int size;

        Batcher(TelemetryEncoder format) {
            this.format = format;
        }

        @Override
        public void accept(Telemetry next) {
            if (!format.add(next, LIMIT)) {
                cut();
                format.add(next, LIMIT);
            }
            if (++size == BATCH) {
                cut();
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // the consumer alone writes it
        void cut() {
            if (size > 0) {
                byte[] payload = format.finish();
                count += payload.length > 0 ? size : 0;
                size = 0;
            }
        }
    }
}
