package io.ringway.mqtt;

import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentRunner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes readings from the threads that make them, and publishes them in batches, QoS 1, from a thread of its own.
 *
 * <pre>{@code
 * try (TelemetryBatcher batcher = TelemetryBatcher.builder(client)
 *         .spoolDirectory(Path.of("/var/lib/sensors/spool"))
 *         .build()) {
 *     batcher.queue(new Telemetry("boiler", System.currentTimeMillis(), Map.of("celsius", 61.5)));
 * }
 * }</pre>
 *
 * <h2>Outcomes</h2>
 *
 * Each reading that is offered has exactly one outcome: the broker acknowledges it, it waits, or it is dropped for one
 * of the {@linkplain DropReason reasons}; {@link #stats} counts all three. A reading may arrive more than once: what
 * wasn't acknowledged is sent again.
 *
 * <h2>Order</h2>
 *
 * The readings of one thread leave in the order in which it queued them, and each arrives for the first time in this
 * order, over lost connections and restarts too: first what was sent and not acknowledged, then what is in the spool,
 * then what is in the queue. Readings of different threads that wait at the same time leave nearly in the order of
 * their timestamps. There are two exceptions: if the broker refuses a batch (by a reason code in MQTT 5) while later
 * ones are under way, it is sent again after these; and if the connection is lost and made again between the look at it
 * and the client's call that publishes a batch, that batch goes out ahead of those that were lost.
 *
 * <h2>Connections</h2>
 *
 * The batcher neither connects the client nor disconnects it. It looks at the client's state, and goes on as soon as
 * there is a connection again, whether the client reconnected by itself or the application did, with a resumed session
 * or a new one.
 *
 * <h2>Threads and progress</h2>
 *
 * All methods are for any thread. {@link #queue} takes a time that depends on neither the broker, the disk nor the
 * number of readings that wait, except with {@link OverflowPolicy#BLOCK}. The queue has several lanes, up to 16, and a
 * thread always uses the same. It waits for nobody but a thread that is in the few nanoseconds in which it inserts into
 * the same lane, or removes from one that it looks at, too; where that one loses its processor there, or many threads
 * meet, it sleeps for some 50 microseconds at a time. With {@code BLOCK} there is one lane for all. What a thread did
 * before it queued a reading happens-before the encoder sees the reading.
 *
 * <h2>Memory</h2>
 *
 * The queue holds at most {@code queueCapacity} readings, rounded up to a power of two. One thread alone can have all
 * of that; of several, each may keep a few places for itself that it doesn't use, about a 128th of all together. The
 * references take {@code queueCapacity} times 4 bytes for each lane (8 without compressed references), of which there
 * are fewer if the capacity is large: 16 MiB in all, or what one lane takes. The batches hold at most {@code window +
 * 1} times {@code batchSize} and their payloads; from the spool some thousand readings at a time are in memory.
 */
public final class TelemetryBatcher implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(TelemetryBatcher.class);

    private final OverflowPolicy policy;
    private final Intake queue;
    private final Duration closeTimeout;
    private final BatchingAgent agent;
    private final AgentRunner runner;

    private TelemetryBatcher(Builder settings, @Nullable SpoolStore spool) {
        policy = settings.overflow;
        queue = policy == OverflowPolicy.BLOCK
                ? new BlockingIntake(settings.queueCapacity)
                : new Lanes(settings.queueCapacity, policy == OverflowPolicy.DROP_OLDEST);
        closeTimeout = settings.closeTimeout;
        agent = new BatchingAgent(settings.link, queue, settings, spool);
        RareLog errors = new RareLog(LOGGER);
        runner = new AgentRunner(
                new ConsumerIdle(agent::isAway, queue.capacity()),
                error -> errors.error("The consumer of the telemetry failed, and goes on", error),
                null,
                agent);
    }

    /**
     * Begins to make a batcher for an MQTT 5 client.
     *
     * @param client the client; connected now, later, or again and again
     * @return the settings, with their defaults
     */
    public static Builder builder(Mqtt5Client client) {
        return new Builder(Link.of(client));
    }

    /**
     * Begins to make a batcher for an MQTT 3.1.1 client.
     *
     * @param client the client; connected now, later, or again and again
     * @return the settings, with their defaults
     */
    public static Builder builder(Mqtt3Client client) {
        return new Builder(Link.of(client));
    }

    /**
     * Offers a reading. Does not block, except with {@link OverflowPolicy#BLOCK}.
     *
     * @param reading the reading
     * @return {@code true} if the reading was accepted; {@code false} if it was dropped: with
     *     {@link OverflowPolicy#DROP_NEWEST} and {@link OverflowPolicy#SPOOL} because the queue was full, with
     *     {@link OverflowPolicy#BLOCK} because the thread was interrupted, and still is
     * @throws NullPointerException if {@code reading} is {@code null}
     * @throws IllegalStateException if the batcher is closed; the reading doesn't count as offered
     */
    public boolean queue(Telemetry reading) {
        return queue.queue(reading);
    }

    /**
     * Has everything that was queued before this call sent as soon as there is a connection, in batches of any size.
     */
    public void flush() {
        agent.flush();
    }

    /**
     * Returns what was done so far.
     *
     * @return new figures
     */
    public TelemetryStats stats() {
        TelemetryProgress progress = agent.progress();
        long nanos = System.nanoTime();
        long accepted = queue.accepted();
        long evicted = queue.evicted();
        long refused = queue.refused();
        Map<DropReason, Long> dropped = new EnumMap<>(progress.dropped());
        dropped.put(policy == OverflowPolicy.BLOCK ? DropReason.INTERRUPTED : DropReason.QUEUE_FULL, refused);
        dropped.put(DropReason.OLDEST, evicted);
        long queued = Math.max(0, accepted - evicted - progress.taken());
        long oldest = 0;
        if (progress.oldestNanos() != TelemetryProgress.NONE) {
            oldest = nanos - progress.oldestNanos();
        } else if (queued > 0) {
            oldest = nanos - agent.emptyAt();
        }
        if (progress.oldestSpooledMillis() != TelemetryProgress.NONE) {
            long millis = System.currentTimeMillis() - progress.oldestSpooledMillis();
            oldest = Math.max(oldest, TimeUnit.MILLISECONDS.toNanos(millis));
        }
        return new TelemetryStats(
                accepted + refused,
                progress.recovered(),
                progress.delivered(),
                queued + progress.held() + progress.unacknowledged() + progress.spooled(),
                Collections.unmodifiableMap(dropped),
                progress.unacknowledged(),
                progress.unacknowledgedBytes(),
                progress.spooled(),
                progress.spoolBytes(),
                Duration.ofNanos(Math.max(0, oldest)),
                progress.batches(),
                progress.batchedReadings(),
                progress.batchedBytes(),
                progress.acknowledged(),
                Duration.ofNanos(progress.acknowledgementNanos()));
    }

    /**
     * Ends the batcher: takes nothing more, and delivers what it has, as long as the client is connected and for
     * {@code closeTimeout} at the most. What remains stays in the spool for the next time, or is dropped and counted
     * where there is none. Leaves the client as it is. Closing again does nothing.
     *
     * <p>An interrupted thread waits all the same, for the readings' sake, and is interrupted still when it returns.
     */
    @Override
    public void close() {
        queue.close();
        CountDownLatch ended = agent.close(closeTimeout);
        boolean wasInterrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        runner.close();
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The settings of a {@link TelemetryBatcher}. For one thread. */
    public static final class Builder {
        final Link link;
        TelemetryEncoder encoder = TelemetryEncoder.thingsBoardDevice();
        int queueCapacity = 65_536;
        int batchSize = 500;
        Duration linger = Duration.ofMillis(100);
        int maxPayloadBytes = 65_000;
        int window = 16;
        OverflowPolicy overflow = OverflowPolicy.SPOOL;

        @Nullable
        Path spoolDirectory;

        long spoolBytes = 256L << 20;
        Duration spoolAge = Duration.ofDays(7);
        Duration closeTimeout = Duration.ofSeconds(5);

        Builder(Link link) {
            this.link = link;
        }

        /**
         * Sets how batches become payloads, and their topic.
         *
         * @param encoder the encoder, for this batcher alone; {@link TelemetryEncoder#thingsBoardDevice()} by default
         * @return this
         */
        public Builder encoder(TelemetryEncoder encoder) {
            this.encoder = Objects.requireNonNull(encoder, "encoder");
            return this;
        }

        /**
         * Sets how many readings the queue must be able to hold.
         *
         * @param queueCapacity from 1 to 2<sup>30</sup>, rounded up to a power of two; 65,536 by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder queueCapacity(int queueCapacity) {
            this.queueCapacity = inRange("queueCapacity", queueCapacity, 1, 1 << 30);
            return this;
        }

        /**
         * Sets how many readings a batch has at the most.
         *
         * @param batchSize from 1 to 1,000,000; 500 by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder batchSize(int batchSize) {
            this.batchSize = inRange("batchSize", batchSize, 1, 1_000_000);
            return this;
        }

        /**
         * Sets how long the oldest reading of a batch waits for others. While the broker is away it is also how often
         * the spool is written at the least; a full batch is written after 20 ms, a quarter of the queue at once.
         *
         * @param linger from 0 to one hour; 100 ms by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder linger(Duration linger) {
            this.linger = inRange("linger", linger, Duration.ofHours(1));
            return this;
        }

        /**
         * Sets how large a payload is at the most. A batch is never larger than the broker's maximum packet size
         * either, where the broker tells it (MQTT 5). The servers of ThingsBoard take packets of 65,536 bytes and don't
         * tell.
         *
         * @param maxPayloadBytes from 1 to 256 MiB; 65,000 by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder maxPayloadBytes(int maxPayloadBytes) {
            this.maxPayloadBytes = inRange("maxPayloadBytes", maxPayloadBytes, 1, 256 << 20);
            return this;
        }

        /**
         * Sets how many batches may wait for their acknowledgement at a time. The broker's receive maximum limits them
         * too.
         *
         * @param window from 1 to 32; 16 by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder window(int window) {
            this.window = inRange("window", window, 1, 32);
            return this;
        }

        /**
         * Sets what happens to readings that the broker cannot take at the moment.
         *
         * @param overflow the policy; {@link OverflowPolicy#SPOOL} by default
         * @return this
         */
        public Builder overflow(OverflowPolicy overflow) {
            this.overflow = Objects.requireNonNull(overflow, "overflow");
            return this;
        }

        /**
         * Sets where the spool is, for {@link OverflowPolicy#SPOOL}. One batcher at a time uses a directory.
         *
         * @param spoolDirectory a directory; made if there is none
         * @return this
         */
        public Builder spoolDirectory(Path spoolDirectory) {
            this.spoolDirectory = Objects.requireNonNull(spoolDirectory, "spoolDirectory");
            return this;
        }

        /**
         * Sets how much disk the spool may take. Beyond, its oldest readings are dropped.
         *
         * @param spoolBytes at least 1 MiB; 256 MiB by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder spoolBytes(long spoolBytes) {
            if (spoolBytes < 1 << 20) {
                throw new IllegalArgumentException("spoolBytes is at least 1048576: " + spoolBytes);
            }
            this.spoolBytes = spoolBytes;
            return this;
        }

        /**
         * Sets how long a reading may be in the spool. Older ones are dropped.
         *
         * @param spoolAge by the clock of the system, from 1 ms to 10,000 days; 7 days by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder spoolAge(Duration spoolAge) {
            if (spoolAge.compareTo(Duration.ofMillis(1)) < 0 || spoolAge.compareTo(Duration.ofDays(10_000)) > 0) {
                throw new IllegalArgumentException("spoolAge is from PT0.001S to PT240000H: " + spoolAge);
            }
            this.spoolAge = spoolAge;
            return this;
        }

        /**
         * Sets how long {@link TelemetryBatcher#close} tries to deliver what there is.
         *
         * @param closeTimeout from 0 to one day; 5 s by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder closeTimeout(Duration closeTimeout) {
            this.closeTimeout = inRange("closeTimeout", closeTimeout, Duration.ofDays(1));
            return this;
        }

        /**
         * Makes the batcher and starts its thread.
         *
         * @return the batcher
         * @throws IllegalStateException if the policy is {@link OverflowPolicy#SPOOL} and there is no directory for it
         * @throws io.ringway.log.LogException if the directory of the spool can't be used, or another batcher uses it
         */
        public TelemetryBatcher build() {
            SpoolStore spool = null;
            if (overflow == OverflowPolicy.SPOOL) {
                if (spoolDirectory == null) {
                    throw new IllegalStateException(
                            "the policy SPOOL needs a directory: call spoolDirectory(Path), or choose another policy by overflow(OverflowPolicy)");
                }
                spool = SpoolStore.forTelemetry(spoolDirectory, spoolBytes, spoolAge);
            }
            TelemetryBatcher batcher = new TelemetryBatcher(this, spool);
            AgentRunner.startOnThread(batcher.runner, work -> {
                Thread thread = new Thread(work);
                thread.setDaemon(true);
                return thread;
            });
            return batcher;
        }

        private static int inRange(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(name + " is from " + least + " to " + most + ": " + value);
            }
            return value;
        }

        private static Duration inRange(String name, Duration value, Duration most) {
            if (value.isNegative() || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(name + " is from PT0S to " + most + ": " + value);
            }
            return value;
        }
    }
}
