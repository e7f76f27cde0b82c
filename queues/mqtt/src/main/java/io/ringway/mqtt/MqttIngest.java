package io.ringway.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import io.ringway.mqtt.ingest.Database;
import io.ringway.mqtt.ingest.Identity;
import io.ringway.mqtt.ingest.Message;
import io.ringway.mqtt.ingest.Mqtt3Source;
import io.ringway.mqtt.ingest.Mqtt5Source;
import io.ringway.mqtt.ingest.Source;
import io.ringway.mqtt.ingest.TopicPattern;
import io.ringway.mqtt.ingest.Writer;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the readings and the device status that come over MQTT into a database.
 *
 * <pre>{@code
 * try (MqttIngest ingest = MqttIngest.builder(Mqtt5Client.builder().identifier("ingest").serverHost("broker.example"))
 *         .database("jdbc:postgresql://db.example/telemetry", "ingest", password)
 *         .build()) {
 *     ingest.start().join();
 *     ...
 * }
 * }</pre>
 *
 * <h2>What it takes</h2>
 *
 * <p>Feed data on <code>{user}/{device}/{feed}</code>: the payload is a JSON number, such as {@code 21.5}, or a JSON
 * object {@code {"value":21.5,"ts":1767225600000,"id":"7f3a"}} with optional time stamp, in milliseconds since 1970,
 * and identity; other members are ignored. Device status on <code>{user}/{device}/status</code>: the payload is a text
 * of 1 to 64 characters. The topics can be chosen; the user is a UUID, no level is longer than 128 characters and no
 * payload than 4,096 bytes.
 *
 * <h2>What it does</h2>
 *
 * <p>The thread of the network puts each message into one of two bounded queues, without blocking; one that finds its
 * queue full is dropped. A thread writes them, status before feed data: a transaction begins when the batch size is
 * reached, when as many messages wait for their acknowledgement as the broker lets be in flight, or when the interval
 * is over. In it, set-based statements look up the feeds by user and key, and the devices by user and code; insert the
 * values; and update the feeds' {@code last_value} and {@code updated_at} where the value is not older than what is
 * there. What is unknown, inactive, unparsable or out of the feed's thresholds is left out and counted by
 * {@linkplain IngestDropReason reason}, as is a row that the database refuses: it never costs the others.
 *
 * <h2>What it guarantees</h2>
 *
 * <p>A message of QoS 1 or 2 is acknowledged after the commit that holds its row, or that left it out for a reason that
 * is counted. Until then the broker keeps it: a crash of this process, of the broker or of the database at any moment
 * loses none that is acknowledged, provided that the broker keeps its sessions. After such an event the broker may send
 * messages again. One that has an identity (the user property {@code message-id} of MQTT 5, or {@code id} in the
 * payload; at most 128 characters) is stored once for each feed and device; so is one that has a time stamp, with the
 * same value. One that has neither cannot be told from a new one of the same value, and may then be stored twice.
 *
 * <p>While the database cannot be reached the messages wait, unacknowledged, and what failed is tried again after 50
 * milliseconds to 5 seconds. The broker stops sending when the receive maximum is reached: 65,535 or the capacity of a
 * queue, if that is less. MQTT 3.1.1 knows no such limit, there the broker's own counts.
 *
 * <h2>The database</h2>
 *
 * <p>H2, embedded, in the working directory if none is given; or PostgreSQL (add {@code org.postgresql:postgresql}).
 * The tables {@code feed}, {@code feed_value} and {@code device} are made when they are not there. The application adds
 * feeds and devices; an ingest only writes for those it finds.
 *
 * <h2>Threads</h2>
 *
 * <p>Every method is for any thread. There is one thread for the database, besides those of the MQTT client.
 */
public final class MqttIngest implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MqttIngest.class);
    private static final int LONGEST_PAYLOAD = 4096;
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

    private final Database database;
    private final Writer writer;
    private final Source source;
    private final TopicPattern feeds;
    private final TopicPattern statuses;
    private boolean started;
    private boolean closed;
    private volatile boolean deaf;

    private MqttIngest(Builder builder, Database database) {
        this.database = database;
        this.feeds = builder.feedTopic;
        this.statuses = builder.statusTopic;
        this.writer =
                new Writer(database, builder.queueCapacity, builder.interval, builder.batchSize, builder.brokerWindow);
        this.source = builder.source();
    }

    /**
     * Begins the configuration of an ingest over MQTT 5.
     *
     * @param client where the broker is and how to log in there; it needs a client identifier, under which the broker
     *     keeps the session. The ingest sets how it reconnects.
     * @return a builder
     * @throws IllegalArgumentException if the client has no identifier
     */
    public static Builder builder(Mqtt5ClientBuilder client) {
        Mqtt5AsyncClient built = client.automaticReconnect()
                .initialDelay(200, TimeUnit.MILLISECONDS)
                .maxDelay(10, TimeUnit.SECONDS)
                .applyAutomaticReconnect()
                .buildAsync();
        requireIdentifier(built);
        return new Builder(
                builder -> new Mqtt5Source(built, builder.sessionExpiry.toSeconds(), builder.receiveMaximum()));
    }

    /**
     * Begins the configuration of an ingest over MQTT 3.1.1.
     *
     * @param client where the broker is and how to log in there; it needs a client identifier, under which the broker
     *     keeps the session. The ingest sets how it reconnects.
     * @return a builder
     * @throws IllegalArgumentException if the client has no identifier
     */
    public static Builder builder(Mqtt3ClientBuilder client) {
        Mqtt3AsyncClient built = client.automaticReconnect()
                .initialDelay(200, TimeUnit.MILLISECONDS)
                .maxDelay(10, TimeUnit.SECONDS)
                .applyAutomaticReconnect()
                .buildAsync();
        requireIdentifier(built);
        return new Builder(builder -> new Mqtt3Source(built));
    }

    private static void requireIdentifier(MqttClient client) {
        if (client.getConfig().getClientIdentifier().isEmpty()) {
            throw new IllegalArgumentException(
                    "The MQTT client has no identifier: the broker keeps the messages for one;"
                            + " set it with identifier(...)");
        }
    }

    /**
     * Connects and subscribes. A broker that cannot be reached is tried again until {@link #close}.
     *
     * @return completes when the broker has confirmed the subscriptions, exceptionally if it refused them
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized CompletableFuture<Void> start() {
        if (started || closed) {
            throw new IllegalStateException("An ingest can be started once: build another");
        }
        started = true;
        writer.start();
        List<String> filters =
                feeds.covers(statuses) ? List.of(feeds.filter()) : List.of(statuses.filter(), feeds.filter());
        return source.open(filters, this::receive).thenRun(() -> {});
    }

    private void receive(String topic, ByteBuffer payload, @Nullable String id, @Nullable Runnable acknowledge) {
        if (deaf) {
            return;
        }
        // The status pattern first: its topics may fit the other one, too.
        TopicPattern.Parts parts = statuses.match(topic);
        if (parts == null) {
            parts = feeds.match(topic);
        }
        if (parts == null) {
            writer.refuse(IngestDropReason.MALFORMED_TOPIC, acknowledge);
        } else if (payload.remaining() > LONGEST_PAYLOAD) {
            writer.refuse(IngestDropReason.TOO_LARGE, acknowledge);
        } else {
            long now = System.currentTimeMillis();
            writer.offer(new Message(
                    parts.user(), parts.device(), parts.feed(), payload, id, now, Identity.random(now), acknowledge));
        }
    }

    /**
     * Tells what happened so far.
     *
     * @return a consistent look at the counts
     */
    public IngestStats stats() {
        return writer.stats();
    }

    /**
     * Takes no more messages, writes and acknowledges those that wait, and disconnects. If the database cannot be
     * reached within ten seconds it gives up: messages of QoS 1 and 2 remain with the broker, those of QoS 0 are
     * dropped and counted. The session remains, so the broker keeps what comes until the next start. Closing twice is
     * fine.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        deaf = true;
        if (started) {
            writer.close(PATIENCE_AT_CLOSE);
            disconnect();
        }
        database.close();
    }

    private void disconnect() {
        try {
            source.close().get(PATIENCE_AT_CLOSE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("The ingest was closed while it was not connected to the broker");
        }
    }

    /** Configures an ingest. Not for several threads at once. */
    public static final class Builder {

        private static final int MOST_IN_FLIGHT = 65_535;

        private final Function<Builder, Source> sources;
        private String url = "jdbc:h2:./ringway-ingest";
        private @Nullable String user;
        private @Nullable String password;
        private @Nullable DataSource dataSource;
        private TopicPattern feedTopic = TopicPattern.ofFeeds("{user}/{device}/{feed}");
        private TopicPattern statusTopic = TopicPattern.ofStatus("{user}/{device}/status");
        private Duration interval = Duration.ofSeconds(10);
        private Duration sessionExpiry = Duration.ofDays(7);
        private int batchSize = 10_000;
        private int brokerWindow = 20;
        private int queueCapacity = 100_000;

        private Builder(Function<Builder, Source> sources) {
            this.sources = sources;
        }

        private Source source() {
            return sources.apply(this);
        }

        private int receiveMaximum() {
            return Math.min(queueCapacity, MOST_IN_FLIGHT);
        }

        /**
         * Writes to a database without a log-in of its own. The default is H2 in the working directory,
         * {@code jdbc:h2:./ringway-ingest}.
         *
         * @param url its JDBC URL: {@code jdbc:h2:...} or {@code jdbc:postgresql:...}
         * @return this
         */
        public Builder database(String url) {
            this.url = Objects.requireNonNull(url, "url must not be null");
            user = null;
            password = null;
            dataSource = null;
            return this;
        }

        /**
         * Writes to a database, as a user who may create tables there.
         *
         * @param url its JDBC URL: {@code jdbc:h2:...} or {@code jdbc:postgresql:...}
         * @param user the name of the user
         * @param password the user's password
         * @return this
         */
        public Builder database(String url, String user, String password) {
            database(url);
            this.user = Objects.requireNonNull(user, "user must not be null");
            this.password = Objects.requireNonNull(password, "password must not be null");
            return this;
        }

        /**
         * Writes through a pool of the application, which remains open.
         *
         * @param dataSource gives connections to H2 or PostgreSQL, two at a time
         * @return this
         */
        public Builder database(DataSource dataSource) {
            this.dataSource = Objects.requireNonNull(dataSource, "dataSource must not be null");
            return this;
        }

        /**
         * Sets where feed data come.
         *
         * @param pattern a topic with <code>{user}</code>, <code>{device}</code> and <code>{feed}</code>, each once and
         *     as a level of its own; the default is <code>{user}/{device}/{feed}</code>
         * @return this
         * @throws IllegalArgumentException if it is no such topic
         */
        public Builder feedTopic(String pattern) {
            feedTopic = TopicPattern.ofFeeds(pattern);
            return this;
        }

        /**
         * Sets where device status comes. A topic that fits both patterns is one of status.
         *
         * @param pattern a topic with <code>{user}</code> and <code>{device}</code>, each once and as a level of its
         *     own; the default is <code>{user}/{device}/status</code>
         * @return this
         * @throws IllegalArgumentException if it is no such topic
         */
        public Builder statusTopic(String pattern) {
            statusTopic = TopicPattern.ofStatus(pattern);
            return this;
        }

        /**
         * Sets the longest time between two transactions while messages wait.
         *
         * @param interval from a millisecond to an hour; the default is 10 seconds
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder interval(Duration interval) {
            this.interval = within("interval", interval, Duration.ofMillis(1), Duration.ofHours(1));
            return this;
        }

        /**
         * Sets how many messages one transaction holds at most, and at which number one begins.
         *
         * @param messages from 1 to 100,000; the default is 10,000
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder batchSize(int messages) {
            batchSize = within("batchSize", messages, 1, 100_000);
            return this;
        }

        /**
         * Sets how many messages the broker sends at most without an acknowledgement: when as many wait, a transaction
         * begins, as no more would come. A greater one makes larger transactions under a moderate load; one that is
         * greater than the broker's makes it wait for the interval.
         *
         * @param messages from 1 to 65,535; the default is 20, as Mosquitto's {@code max_inflight_messages} (HiveMQ CE:
         *     50)
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder brokerWindow(int messages) {
            brokerWindow = within("brokerWindow", messages, 1, MOST_IN_FLIGHT);
            return this;
        }

        /**
         * Sets how many messages each of the two queues holds.
         *
         * @param messages from 1 to 10,000,000, rounded up to a power of two; the default is 100,000
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder queueCapacity(int messages) {
            queueCapacity = within("queueCapacity", messages, 1, 10_000_000);
            return this;
        }

        /**
         * Sets how long an MQTT 5 broker keeps what comes while this ingest is away. With MQTT 3.1.1 the broker
         * decides.
         *
         * @param expiry from a second to 100 years, in whole seconds; the default is 7 days
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder sessionExpiry(Duration expiry) {
            sessionExpiry = within("sessionExpiry", expiry, Duration.ofSeconds(1), Duration.ofDays(36_500));
            return this;
        }

        /**
         * Opens the database and brings its tables up to date.
         *
         * @return an ingest that is not connected to the broker yet
         * @throws SQLException if the database cannot be opened
         * @throws IllegalArgumentException if it is neither H2 nor PostgreSQL
         */
        public MqttIngest build() throws SQLException {
            DataSource given = dataSource;
            Database database = given == null ? Database.open(url, user, password) : Database.over(given);
            return new MqttIngest(this, database);
        }

        private static <T extends Comparable<T>> T within(String name, T value, T least, T most) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        name + " must be from " + least + " to " + most + ", but is " + value);
            }
            return value;
        }
    }
}
