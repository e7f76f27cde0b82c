package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedListener;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3MessageException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import io.ringway.mqtt.Link.Connection;
import io.ringway.queues.QueueClosedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes commands at once while the client is connected, and keeps them in order while it isn't.
 *
 * <pre>{@code
 * try (CommandQueue commands = CommandQueue.builder(client).build()) {
 *     commands.publish("lamp/set", "on".getBytes(UTF_8), MqttQos.AT_LEAST_ONCE)
 *             .thenAccept(outcome -> show(outcome)); // PUBLISHED, or QUEUED
 * }
 * }</pre>
 *
 * <table class="striped">
 * <caption>What happens when</caption>
 * <thead><tr><th scope="col">event</th><th scope="col">behaviour</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">connected</th><td>a command is published at once; its outcome is the packet's</td></tr>
 * <tr><th scope="row">the connection is lost before the acknowledgement</th><td>the command is queued, before those that
 * came later</td></tr>
 * <tr><th scope="row">disconnected, enabled</th><td>a command is queued with its QoS and the time</td></tr>
 * <tr><th scope="row">queue full</th><td>the oldest command is dropped with a warning</td></tr>
 * <tr><th scope="row">reconnected, by whatever way</th><td>the queued commands are sent one after the other, at most
 * {@code drainRate} a second; meanwhile new ones queue up behind them. The first failure puts its command back at the front
 * and ends this; the queue then waits for the next connection, while new commands are published at once</td></tr>
 * <tr><th scope="row">a command has waited for {@code maxAge}</th><td>it is dropped with a warning</td></tr>
 * <tr><th scope="row">disabled, disconnected</th><td>{@link IllegalStateException}</td></tr>
 * <tr><th scope="row">{@link #disconnect}</th><td>the queue is cleared</td></tr>
 * </tbody>
 * </table>
 *
 * <p>With a durable directory a command that is queued survives a crash: it is on disk when the sender is told
 * {@link CommandOutcome#QUEUED}. A command may be sent again that has arrived already, if its acknowledgement was lost.
 *
 * <p>The queue looks at the client's state some hundred times a second, and while commands wait in the first second of
 * an outage a thousand times, and so finds every reconnection: the client's own, the application's, with a resumed
 * session or a new one.
 *
 * <p>One thing can break the order: a connection that is lost and made again while a thread is inside of
 * {@link #publish}, between the look at the connection and the client's own call, which can't be told for which
 * connection it is. The command then goes out ahead of those that the lost connection took with it.
 *
 * <h2>Threads</h2>
 *
 * All methods are for any thread. {@link #publish} holds a lock for a short time, in which it writes to disk if there
 * is a durable directory. Outcomes are completed by a thread of the queue.
 */
public final class CommandQueue implements AutoCloseable, MqttClientDisconnectedListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(CommandQueue.class);
    private static final long LOOK_INTERVAL_MILLIS = 5;

    /** While commands wait: until the next look they wait for nothing, after a reconnection. */
    private static final long WAITING_INTERVAL_MILLIS = 1;

    /** After how many looks without a connection to send on it is no short outage any more, and there is no hurry. */
    private static final int HURRIED_LOOKS = 1000;

    /** Publishes without a queued command before them are under way side by side, up to this many. */
    private static final int WINDOW = 32;

    private final Link link;
    private final boolean enabled;
    private final int maxQueued;
    private final long maxAgeMillis;
    private final long drainIntervalNanos;
    private final @Nullable CommandSpool spool;
    private final ScheduledExecutorService executor;

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock. In the order of publish(): those under way and those that wait.
    private final ArrayDeque<Command> commands = new ArrayDeque<>();
    private int queued;
    private long lastOrder;
    private boolean closed;
    private @Nullable Connection stoppedOn;
    private long drainAgainAt = System.nanoTime();
    private int looksInVain;
    private long offered;
    private final long recovered;
    private long published;
    private long failed;
    private final Map<CommandDropReason, Long> dropped = new EnumMap<>(CommandDropReason.class);
    private final RareLog dropLog = new RareLog(LOGGER);
    private final RareLog sendLog = new RareLog(LOGGER);

    /** For the thread of the queue. */
    private final RareLog lookLog = new RareLog(LOGGER);

    CommandQueue(Builder settings, @Nullable CommandSpool spool, ScheduledExecutorService executor) {
        this.executor = executor;
        link = settings.link;
        for (CommandDropReason reason : CommandDropReason.values()) {
            dropped.put(reason, 0L);
        }
        enabled = settings.enabled;
        maxQueued = settings.maxQueuedCommands;
        maxAgeMillis = settings.maxAge.toMillis();
        drainIntervalNanos = TimeUnit.SECONDS.toNanos(1) / settings.drainRate;
        this.spool = spool;
        recovered = spool == null ? 0 : recover(spool);
    }

    private static ScheduledExecutorService newThread() {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "ringway-commands");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins to make a queue for an MQTT 5 client.
     *
     * @param client the client; connected now, later, or again and again
     * @return the settings, with their defaults
     */
    public static Builder builder(Mqtt5Client client) {
        return new Builder(Link.of(client));
    }

    /**
     * Begins to make a queue for an MQTT 3.1.1 client.
     *
     * @param client the client; connected now, later, or again and again
     * @return the settings, with their defaults
     */
    public static Builder builder(Mqtt3Client client) {
        return new Builder(Link.of(client));
    }

    private void start() {
        lookAgain(0);
    }

    private void lookAgain(long millis) {
        try {
            ScheduledFuture<?> unused = executor.schedule(
                    () -> {
                        try {
                            look();
                        } catch (RuntimeException | Error e) {
                            lookLog.error("The command queue failed, and goes on", e);
                        } finally { // without a further look nothing would ever be sent again
                            lookAgain(millisToNextLook());
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("The command queue was closed during a look", e);
        }
    }

    private long millisToNextLook() {
        lock.lock();
        try {
            return queued > 0 && looksInVain < HURRIED_LOOKS ? WAITING_INTERVAL_MILLIS : LOOK_INTERVAL_MILLIS;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Publishes a command, or queues it.
     *
     * @param topic the topic's name
     * @param payload the payload, which is copied
     * @param qos the quality of service, kept while the command is queued
     * @return the outcome: {@link CommandOutcome#PUBLISHED} or {@link CommandOutcome#QUEUED}, or the client's exception
     *     if the broker refused the command or a lost connection ended it where the queue is disabled, or that of the
     *     disk if the command couldn't be put into the durable directory; it isn't queued then
     * @throws NullPointerException if an argument is {@code null}
     * @throws IllegalArgumentException if {@code topic} isn't the name of a topic: empty, too long, or with a wildcard
     * @throws IllegalStateException if the client is disconnected and the queue is disabled, or if the queue is closed
     */
    public CompletableFuture<CommandOutcome> publish(String topic, byte[] payload, MqttQos qos) {
        MqttTopic.of(topic);
        byte[] copy = payload.clone();
        Objects.requireNonNull(qos, "qos");
        lock.lock();
        try {
            if (closed) {
                throw new QueueClosedException("the command queue is closed");
            }
            Connection connection = link.connection();
            if (!enabled && connection == null) {
                throw new IllegalStateException("the client is not connected and the command queue is disabled; connect"
                        + " the client, or enable the queue by enabled(true)");
            }
            offered++;
            long now = System.currentTimeMillis();
            lastOrder = Math.max(lastOrder + 1, now * 1000);
            Command command = new Command(lastOrder, topic, copy, qos, now);
            if (connection != null && (!enabled || maySendAtOnce(connection))) {
                commands.addLast(command);
                send(command, connection);
            } else {
                enqueue(command);
            }
            return command.outcome;
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether a command would overtake none by being sent now. */
    private boolean maySendAtOnce(Connection connection) {
        if (connection.isSameAs(stoppedOn)) {
            return true; // what is queued waits for the next connection
        }
        int underWay = commands.size() - queued;
        return queued == 0
                && underWay < Math.min(WINDOW, connection.sendMaximum())
                && (underWay == 0 || connection.isSameAs(commands.peekLast().connection));
    }

    private void send(Command command, Connection connection) {
        command.connection = connection;
        CompletableFuture<?> acknowledgement;
        try {
            acknowledgement = link.publish(command.topic, command.payload, command.qos);
        } catch (RuntimeException e) {
            acknowledgement = CompletableFuture.failedFuture(e);
        }
        command.acknowledgement = acknowledgement;
        CompletableFuture<?> unused = acknowledgement.whenComplete((result, failure) -> acknowledged());
    }

    /**
     * Sends the next command from the thread of the client that brings the acknowledgement: to wake another thread for
     * each command would take as long as the broker does. That thread neither waits for a disk nor runs the sender's
     * code.
     */
    private void acknowledged() {
        if (spool != null || lock.isHeldByCurrentThread()) {
            try {
                executor.execute(this::look);
            } catch (RejectedExecutionException e) {
                LOGGER.debug("An acknowledgement arrived after the command queue was closed", e);
            }
            return;
        }
        List<Runnable> tell = takeOutcomesAndSend();
        if (!tell.isEmpty()) {
            try {
                executor.execute(() -> tell.forEach(Runnable::run));
            } catch (RejectedExecutionException e) {
                tell.forEach(Runnable::run); // closed meanwhile; the senders wait for it all the same
            }
        }
    }

    private void enqueue(Command command) {
        if (spool != null) {
            try {
                spool.append(command);
            } catch (RuntimeException e) {
                failed++;
                command.outcome.completeExceptionally(e);
                return;
            }
        }
        commands.addLast(command);
        queued++;
        command.wasQueued = true;
        command.outcome.complete(CommandOutcome.QUEUED); // nobody has this future yet: nothing runs under the lock
        dropOverflow();
    }

    private void dropOverflow() {
        if (queued <= maxQueued) {
            return;
        }
        Iterator<Command> oldest = commands.iterator();
        while (queued > maxQueued) {
            Command command = oldest.next();
            if (!command.isUnderWay()) {
                oldest.remove();
                queued--;
                drop(CommandDropReason.OVERFLOW, "the command queue is full, " + maxQueued + " commands");
            }
        }
        releaseSettled();
    }

    /** Takes outcomes, sends what is queued, and tells the senders. For the thread of the queue. */
    void look() {
        takeOutcomesAndSend().forEach(Runnable::run);
    }

    /** Returns what the senders are to be told, without the lock. */
    private List<Runnable> takeOutcomesAndSend() {
        List<Runnable> tell = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                return tell;
            }
            Connection connection = link.connection();
            looksInVain = connection == null || connection.isSameAs(stoppedOn) ? looksInVain + 1 : 0;
            settle(tell);
            dropExpired();
            keepUnderWay(connection);
            if (connection != null) {
                drain(connection);
            }
        } catch (RuntimeException e) {
            sendLog.error("The command queue failed, and goes on", e);
        } finally {
            lock.unlock();
        }
        return tell;
    }

    private void settle(List<Runnable> tell) {
        boolean settled = false;
        for (Iterator<Command> each = commands.iterator(); each.hasNext(); ) {
            Command command = each.next();
            CompletableFuture<?> acknowledgement = command.acknowledgement;
            if (acknowledgement == null || !acknowledgement.isDone()) {
                continue;
            }
            settled = true;
            Throwable failure = Link.failureOf(acknowledgement);
            if (failure == null) {
                each.remove();
                published++;
                if (!command.wasQueued) {
                    tell.add(() -> command.outcome.complete(CommandOutcome.PUBLISHED));
                }
            } else if (command.cleared) {
                each.remove();
                drop(CommandDropReason.CLEARED, "the command queue was cleared");
                tell.add(() -> command.outcome.completeExceptionally(failure));
            } else if (!command.wasQueued && (!enabled || isRefusal(failure))) {
                each.remove();
                failed++;
                tell.add(() -> command.outcome.completeExceptionally(failure));
            } else {
                command.acknowledgement = null;
                queued++;
                stoppedOn = command.connection;
                if (!command.wasQueued) {
                    command.wasQueued = true;
                    tell.add(() -> command.outcome.complete(CommandOutcome.QUEUED));
                }
                if (spool != null) {
                    spool.appendIfPossible(command);
                }
                sendLog.error("A command was not acknowledged and waits for the next connection", failure);
            }
        }
        if (settled) {
            dropOverflow();
            releaseSettled();
        }
    }

    /** Tells whether the broker has answered, rather than the connection broken. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof Mqtt5PubAckException
                || failure instanceof Mqtt5PubRecException
                || failure instanceof Mqtt3MessageException
                || failure instanceof IllegalArgumentException;
    }

    private void dropExpired() {
        long oldest = System.currentTimeMillis() - maxAgeMillis;
        boolean any = false;
        for (Iterator<Command> each = commands.iterator(); each.hasNext(); ) {
            Command command = each.next();
            if (!command.isUnderWay()) {
                if (command.queuedAt >= oldest) {
                    break; // those behind it are younger
                }
                each.remove();
                queued--;
                any = true;
                drop(CommandDropReason.EXPIRED, "it has waited for longer than " + maxAgeMillis + " ms");
            }
        }
        if (any) {
            releaseSettled();
        }
    }

    /** Puts what is under way on disk when its connection is gone. */
    private void keepUnderWay(@Nullable Connection connection) {
        if (spool != null && enabled) {
            for (Command command : commands) {
                if (command.isUnderWay()
                        && !command.cleared
                        && (connection == null || !connection.isSameAs(command.connection))) {
                    spool.appendIfPossible(command);
                }
            }
        }
    }

    /** Sends the next queued command when the one before it has arrived. */
    private void drain(Connection connection) {
        if (queued == 0 || connection.isSameAs(stoppedOn) || System.nanoTime() - drainAgainAt < 0) {
            return;
        }
        Command next = commands.peekFirst();
        if (next.isUnderWay()) {
            return;
        }
        drainAgainAt = System.nanoTime() + drainIntervalNanos;
        queued--;
        send(next, connection);
    }

    private void drop(CommandDropReason reason, String why) {
        dropped.merge(reason, 1L, Long::sum);
        dropLog.warn("Dropped a command: " + why);
    }

    /** Frees the records of commands that have their outcome. */
    private void releaseSettled() {
        if (spool != null) {
            spool.releaseAllBut(commands);
        }
    }

    private long recover(CommandSpool from) {
        List<Command> found = from.recover();
        found.forEach(command -> command.wasQueued = true);
        commands.addAll(found);
        queued = found.size();
        if (!found.isEmpty()) {
            lastOrder = found.get(found.size() - 1).order;
        }
        dropOverflow();
        return found.size();
    }

    /**
     * Returns how many commands wait in the queue.
     *
     * @return a number from 0 to {@code maxQueuedCommands}; commands under way don't count
     */
    public int queuedCommandsCount() {
        lock.lock();
        try {
            return queued;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops all queued commands. Those under way aren't queued again if they fail. After {@link #close} it does
     * nothing: what was kept in the durable directory is for the next queue.
     */
    public void clearCommandQueue() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            for (Iterator<Command> each = commands.iterator(); each.hasNext(); ) {
                Command command = each.next();
                if (command.isUnderWay()) {
                    command.cleared = true;
                    command.number = Command.NOT_ON_DISK;
                } else {
                    each.remove();
                    drop(CommandDropReason.CLEARED, "the command queue was cleared");
                }
            }
            queued = 0;
            releaseSettled();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Clears the queue and disconnects the client, which then doesn't reconnect by itself. A client that is
     * disconnected already stays so.
     *
     * @return ends when the client is disconnected; fails as the client's own method does
     */
    public CompletableFuture<Void> disconnect() {
        clearCommandQueue();
        return link.disconnect().thenApply(result -> null);
    }

    /**
     * Clears the queue when the application has disconnected the client by the client's own method rather than by
     * {@link #disconnect}. To have that, add this queue to the client as a listener when the client is built.
     *
     * @param context what the client tells about the lost connection
     */
    @Override
    public void onDisconnected(MqttClientDisconnectedContext context) {
        if (context.getSource() == MqttDisconnectSource.USER) {
            clearCommandQueue();
        }
    }

    /**
     * Returns what was done so far.
     *
     * @return new figures
     */
    public CommandStats stats() {
        lock.lock();
        try {
            long oldest = commands.stream()
                    .filter(command -> !command.isUnderWay())
                    .mapToLong(command -> System.currentTimeMillis() - command.queuedAt)
                    .findFirst()
                    .orElse(0);
            return new CommandStats(
                    offered,
                    recovered,
                    published,
                    failed,
                    queued,
                    commands.size() - queued,
                    Collections.unmodifiableMap(new EnumMap<>(dropped)),
                    Duration.ofMillis(Math.max(0, oldest)));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the queue. What is queued or under way stays in the durable directory; without one, what is queued is
     * dropped with a warning, and the outcome of what is under way is an exception. Leaves the client as it is. Closing
     * again does nothing.
     *
     * @throws io.ringway.log.LogException if the durable directory can't be closed properly; the queue is closed all
     *     the same
     */
    @Override
    public void close() {
        look();
        List<Command> left = new ArrayList<>();
        RuntimeException failure = null;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (spool != null) {
                for (Command command : commands) {
                    if (!command.cleared) {
                        spool.appendIfPossible(command);
                    }
                }
                try {
                    spool.close();
                } catch (RuntimeException e) {
                    failure = e; // thrown last: whoever waits for an outcome gets one
                }
            }
            for (Command command : commands) {
                if (command.number == Command.NOT_ON_DISK) {
                    drop(CommandDropReason.CLOSED, "the command queue was closed");
                    left.add(command);
                } else {
                    command.acknowledgement = null;
                }
            }
            commands.removeAll(left);
            queued = commands.size();
        } finally {
            lock.unlock();
        }
        executor.shutdown();
        commands.forEach(command -> command.outcome.complete(CommandOutcome.QUEUED));
        left.forEach(command ->
                command.outcome.completeExceptionally(new QueueClosedException("the command queue is closed")));
        if (failure != null) {
            throw failure;
        }
    }

    /** The settings of a {@link CommandQueue}. For one thread. */
    public static final class Builder {
        private final Link link;
        private boolean enabled = true;
        private int maxQueuedCommands = 100;
        private Duration maxAge = Duration.ofMinutes(5);
        private int drainRate = 100;
        private @Nullable Path directory;

        Builder(Link link) {
            this.link = link;
        }

        /**
         * Sets whether commands are queued at all.
         *
         * @param enabled {@code true} by default; {@code false} makes {@link CommandQueue#publish} fail while the
         *     client is disconnected
         * @return this
         */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /**
         * Sets how many commands may wait.
         *
         * @param maxQueuedCommands from 1 to 1,000,000; 100 by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder maxQueuedCommands(int maxQueuedCommands) {
            this.maxQueuedCommands = inRange("maxQueuedCommands", maxQueuedCommands, 1_000_000);
            return this;
        }

        /**
         * Sets how long a command may wait.
         *
         * @param maxAge by the clock of the system, from 0 to 10,000 days; 300 s by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder maxAge(Duration maxAge) {
            if (maxAge.isNegative() || maxAge.compareTo(Duration.ofDays(10_000)) > 0) {
                throw new IllegalArgumentException("maxAge is from PT0S to PT240000H: " + maxAge);
            }
            this.maxAge = maxAge;
            return this;
        }

        /**
         * Sets how many queued commands are sent in a second at the most, after a reconnection.
         *
         * @param drainRate from 1 to 1,000,000; 100 by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder drainRate(int drainRate) {
            this.drainRate = inRange("drainRate", drainRate, 1_000_000);
            return this;
        }

        /**
         * Has queued commands kept on disk, where they survive a crash. One queue at a time uses a directory.
         *
         * @param directory a directory; made if there is none. By default there is none, and commands are in memory
         *     alone
         * @return this
         */
        public Builder directory(Path directory) {
            this.directory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Makes the queue and starts its thread. Commands in the directory are in the queue then.
         *
         * @return the queue
         * @throws io.ringway.log.LogException if the directory can't be used, or another queue uses it
         */
        public CommandQueue build() {
            CommandSpool spool = directory == null ? null : new CommandSpool(SpoolStore.forCommands(directory));
            CommandQueue queue = new CommandQueue(this, spool, newThread());
            queue.start();
            return queue;
        }

        private static int inRange(String name, int value, int most) {
            if (value < 1 || value > most) {
                throw new IllegalArgumentException(name + " is from 1 to " + most + ": " + value);
            }
            return value;
        }
    }
}
