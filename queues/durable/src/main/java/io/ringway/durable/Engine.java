package io.ringway.durable;

import io.ringway.log.CommandLog;
import io.ringway.log.LogException;
import io.ringway.log.LogSnapshot;
import io.ringway.queues.QueueClosedException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads round the state machine. Callers encode their commands and put them into a queue; {@link Writer} appends
 * and applies them; {@link Teller} makes them durable and tells the outcome; listeners and futures run on threads of
 * their own.
 *
 * <p>Bounds: callers hold permits from the request until its future has completed, so that nothing piles up behind slow
 * callbacks. The threads that run callbacks and listeners take none and never wait, since they are who returns them.
 */
final class Engine implements DurableQueues {

    static final int PERMIT_BYTES = 1 << 10;

    private static final int LARGEST_PAGE = 1_000;

    private final CommandLog log;
    private final DurableOptions options;
    private final StateMachine machine = new StateMachine();
    private final Intake intake;
    private final Semaphore permits;
    private final int allPermits;
    private final Map<String, QueueView> views = new ConcurrentSkipListMap<>();
    private final Collection<Member> members = ConcurrentHashMap.newKeySet();
    private final Reclaim reclaim;
    private final Thread writer;
    private final Thread teller;
    private final ThreadPoolExecutor listeners;
    private final ThreadPoolExecutor callbacks;
    private volatile @Nullable DurableException failure;
    private volatile @Nullable DurableException full;
    private boolean closed;

    private final long startMillis;
    private final long startNanos;

    Engine(CommandLog log, DurableOptions options) {
        this.log = log;
        this.options = options;
        intake = new Intake(options.maxPendingCommands());
        allPermits = options.maxPendingBytes() / PERMIT_BYTES;
        permits = new Semaphore(allPermits);
        long snapshot = recover(log, machine);
        startMillis = Math.max(options.clock().millis(), machine.state().time());
        startNanos = options.nanoClock().getAsLong();
        restart();
        reclaim = new Reclaim(log, machine.state(), options.snapshotBytes(), snapshot);
        AtomicInteger number = new AtomicInteger();
        listeners = pool(options.deliveryThreads(), "ringway-durable-delivery-", number);
        callbacks = pool(1, "ringway-durable-callback-", new AtomicInteger());
        Teller telling = new Teller(log, this);
        Writer writing = new Writer(log, machine, this, telling, intake, reclaim);
        writing.refreshViews();
        writer = thread(writing, "ringway-durable-log");
        teller = thread(telling, "ringway-durable-sync");
        writer.start();
        teller.start();
    }

    private ThreadPoolExecutor pool(int threads, String name, AtomicInteger number) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> new EngineThread(this, work, name + number.incrementAndGet()));
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    // ---- opening

    /** Reads the state back; returns the position of the snapshot, or 0. */
    static long recover(CommandLog log, StateMachine machine) {
        Optional<LogSnapshot> snapshot = log.latestSnapshot();
        long from = 0;
        if (snapshot.isPresent()) {
            from = snapshot.get().position();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(snapshot.get().open(), 1 << 16))) {
                StateCodec.read(machine.state(), in);
            } catch (IOException e) {
                throw new StorageException("the snapshot at " + from + " cannot be read: " + e.getMessage(), e);
            }
        }
        log.replay(from, (position, payload) -> machine.apply(payload.slice(), position, (index, result) -> {}));
        return from;
    }

    /**
     * Whoever was subscribed is gone: what they held is theirs no more. That comes before the time that has passed
     * since: it was the engine that ended their leases, and no time-out that counts as a failure.
     */
    private void restart() {
        ByteBuffer batch = ByteBuffer.allocate(1 + 4 + 1 + 4 + 1 + 8);
        batch.put(Wire.VERSION).putInt(1).put(Wire.RESTART);
        batch.putInt(9).put(Wire.TICK).putLong(now()).flip();
        long position = log.append(batch);
        log.sync();
        machine.apply(batch, position, (index, result) -> {});
    }

    // ---- for the other threads

    CommandLog log() {
        return log;
    }

    long nanos() {
        return options.nanoClock().getAsLong();
    }

    /** The engine's time: that of the system at the start, and real time since. */
    long now() {
        return startMillis + Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos() - startNanos));
    }

    Consumer<? super DeadLetterEvent> onDeadLetter() {
        return options.onDeadLetter();
    }

    Collection<Member> members() {
        return members;
    }

    @Nullable
    QueueView view(String queue) {
        return views.get(queue);
    }

    void refreshViews(MachineState state) {
        views.keySet().retainAll(state.queues().keySet());
        state.queues().forEach((name, queue) -> {
            Map<String, Integer> groups = new HashMap<>();
            for (Group group : queue.groups()) {
                groups.put(group.name, group.uid);
            }
            views.put(name, new QueueView(queue.uid, queue.config, queue, groups));
        });
    }

    void execute(Member member) {
        run(listeners, member);
    }

    void callUser(Runnable work) {
        run(callbacks, work);
    }

    private static void run(Executor executor, Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            work.run(); // closing: whoever closes does the rest
        }
    }

    void broken(DurableException why) {
        if (failure == null) {
            failure = why;
        }
        intake.close();
    }

    @Nullable
    DurableException failure() {
        return failure;
    }

    /** Tells that the disk is full, or with null that it is so no more. */
    void full(@Nullable DurableException why) {
        full = why;
    }

    @Override
    public Optional<DurableException> storageFailure() {
        DurableException broken = failure;
        return Optional.ofNullable(broken != null ? broken : full);
    }

    void release(Request request) {
        if (request.permits > 0) {
            permits.release(request.permits);
        }
    }

    /** Tells callers what their requests came to. */
    void complete(Output output, @Nullable DurableException why) {
        int permitted = 0;
        boolean callsUser = false;
        for (int i = 0; i < output.requests.size(); i++) {
            Request request = output.requests.get(i);
            if (request.callsUser()) {
                callsUser = true;
            } else {
                complete(output, i, why);
                permitted += request.permits;
            }
        }
        permits.release(permitted);
        if (callsUser) {
            callUser(() -> completeForUsers(output, why));
        }
    }

    private void completeForUsers(Output output, @Nullable DurableException why) {
        int permitted = 0;
        for (int i = 0; i < output.requests.size(); i++) {
            Request request = output.requests.get(i);
            if (request.callsUser()) {
                complete(output, i, why);
                permitted += request.permits;
            }
        }
        permits.release(permitted);
    }

    private static void complete(Output output, int i, @Nullable DurableException why) {
        Request request = output.requests.get(i);
        if (why != null) {
            request.fail(why);
        } else {
            request.complete(output.results.get(i));
        }
    }

    // ---- asking

    private <R extends Request> R submit(R request) {
        DurableException broken = failure;
        if (broken != null) {
            request.fail(broken);
            return request;
        }
        if (Thread.currentThread() instanceof EngineThread own && own.engine == this) {
            if (!intake.add(request)) {
                request.fail(new EngineClosedException());
            }
            return request;
        }
        int size = request.command == null ? 0 : request.command.length;
        int wanted = Math.min(allPermits, 1 + size / PERMIT_BYTES);
        try {
            permits.acquire(wanted);
            request.permits = wanted;
            intake.put(request);
        } catch (QueueClosedException e) {
            permits.release(wanted);
            request.permits = 0;
            DurableException why = failure;
            request.fail(why != null ? why : new EngineClosedException());
        } catch (InterruptedException e) {
            if (request.permits > 0) {
                permits.release(wanted);
                request.permits = 0;
            }
            Thread.currentThread().interrupt();
            request.fail(new InvalidRequestException("interrupted while waiting for room; nothing was changed"));
        }
        return request;
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DurableException known) {
                throw known;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidRequestException("interrupted while waiting for the outcome; it is not known");
        }
    }

    private @Nullable Object ask(byte[] command) {
        return await(submit(new Request.Waiting(command)).future);
    }

    private <T> T ask(Request.Question<T> question) {
        return await(submit(question).future);
    }

    private QueueView require(String queue) {
        QueueView view = views.get(queue);
        if (view == null) {
            throw new UnknownQueueException(queue);
        }
        return view;
    }

    private static Object checked(@Nullable Object result, String queue, String detail, int limit) {
        if (result instanceof Refusal refusal) {
            throw refusal.exception(queue, detail, limit);
        }
        return result == null ? queue : result;
    }

    // ---- queues

    @Override
    public QueueConfig create(QueueConfig config) {
        checked(ask(Wire.command(Wire.CREATE, out -> Wire.writeConfig(out, config))), config.name(), "", 0);
        return config;
    }

    @Override
    public Optional<QueueConfig> find(String queue) {
        return Optional.ofNullable(views.get(queue)).map(QueueView::config);
    }

    @Override
    public QueueConfig get(String queue) {
        return require(queue).config();
    }

    @Override
    public List<QueueConfig> list() {
        return views.values().stream().map(QueueView::config).toList();
    }

    @Override
    public QueueConfig update(QueueConfig config) {
        require(config.name());
        checked(ask(Wire.command(Wire.UPDATE, out -> Wire.writeConfig(out, config))), config.name(), "", 0);
        return config;
    }

    @Override
    public void delete(String queue) {
        int uid = require(queue).uid();
        checked(ask(Wire.command(Wire.DELETE, out -> out.writeInt(uid))), queue, "", 0);
    }

    @Override
    public long purge(String queue) {
        int uid = require(queue).uid();
        return (Long) checked(ask(Wire.command(Wire.PURGE, out -> out.writeInt(uid))), queue, "", 0);
    }

    @Override
    public void deleteGroup(String queue, String group) {
        QueueView view = require(queue);
        int uid = groupUid(view, queue, group);
        checked(
                ask(Wire.command(Wire.DELETE_GROUP, out -> {
                    out.writeInt(view.uid());
                    out.writeInt(uid);
                })),
                queue,
                group,
                0);
    }

    private static int groupUid(QueueView view, String queue, String group) {
        Integer uid = view.groups().get(group);
        if (uid == null) {
            throw new UnknownGroupException(queue, group);
        }
        return uid;
    }

    // ---- publishing

    private static final class Publish extends Request {
        final CompletableFuture<PublishResult> future = new CompletableFuture<>();
        private final String queue;
        private final QueueConfig config;
        private final int size;

        Publish(byte[] command, String queue, QueueConfig config, int size) {
            super(command);
            this.queue = queue;
            this.config = config;
            this.size = size;
        }

        @Override
        boolean mustSync() {
            return config.durability() == Durability.FSYNC;
        }

        @Override
        boolean reusesRecords() {
            return false;
        }

        @Override
        void complete(@Nullable Object result) {
            if (result instanceof PublishResult published) {
                future.complete(published);
            } else {
                boolean full = result == Refusal.FULL;
                future.completeExceptionally(((Refusal) Objects.requireNonNull(result))
                        .exception(
                                queue,
                                String.valueOf(size),
                                full
                                        ? config.limits().maxQueueDepth()
                                        : config.limits().maxMessageSize()));
            }
        }

        @Override
        void fail(DurableException why) {
            future.completeExceptionally(why);
        }
    }

    @Override
    public CompletableFuture<PublishResult> publish(String queue, Message message) {
        try {
            QueueView view = require(queue);
            QueueConfig config = view.config();
            int size = message.payloadArray().length;
            if (size > config.limits().maxMessageSize()) {
                throw new MessageTooLargeException(queue, size, config.limits().maxMessageSize());
            }
            if (config.ordering() == Ordering.STRICT
                    && (message.priority() != Message.DEFAULT_PRIORITY
                            || message.delay() != null
                            || message.deliverAt() != null)) {
                throw new InvalidRequestException("queue " + queue
                        + " keeps strict order: a message has no priority, time of delivery or delay there");
            }
            // Only to spare the log; the state machine has the last word.
            if (view.state().isFullFor(config) && message.dedupId() == null) {
                throw new QueueFullException(queue, config.limits().maxQueueDepth());
            }
            byte[] command = Wire.publish(view.uid(), message);
            if (command.length > log.maxBatchBytes() - 64) {
                throw new MessageTooLargeException(queue, command.length, log.maxBatchBytes() - 64L);
            }
            return submit(new Publish(command, queue, config, size)).future;
        } catch (DurableException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    // ---- subscribing

    @Override
    public Subscription subscribe(
            String queue, String group, String consumerId, SubscribeOptions subscribe, DeliveryListener listener) {
        QueueNames.requirePlain("the group's name", group);
        QueueNames.requirePlain("the consumer's id", consumerId);
        int uid = require(queue).uid();
        Member member = new Member(this, queue, group, consumerId, subscribe, listener, nanos());
        byte[] command = Wire.command(Wire.SUBSCRIBE, out -> {
            out.writeInt(uid);
            out.writeUTF(group);
            out.writeUTF(consumerId);
            out.writeInt(subscribe.prefetch());
            out.writeUTF(subscribe.start().kind().name());
            out.writeLong(subscribe.start().millis());
        });
        checked(await(submit(new Request.Join(command, member)).future), queue, group, 0);
        return member;
    }

    void leave(Member member, byte how) {
        byte[] command = Wire.command(Wire.LEAVE, out -> {
            out.writeLong(member.session);
            out.writeByte(how);
        });
        Request.Waiting request = new Request.Waiting(command);
        if (Thread.currentThread() == writer) {
            intake.addOwn(request);
        } else {
            submit(request);
        }
    }

    // ---- settling

    CompletableFuture<Void> settleOne(Handed delivery, byte kind, long argument, String detail) {
        try {
            MessageId id = new MessageId(delivery.queueUid, delivery.partition(), delivery.offset());
            byte[] command = Settlement.command(
                    kind, delivery.queueUid, delivery.groupUid, argument, detail, List.of(id), new long[] {
                        delivery.lease()
                    });
            return submit(new Settlement.One(command, delivery)).future;
        } catch (DurableException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<SettleResult> settle(
            byte kind, String queue, String group, List<Lease> leases, long argument, String detail) {
        try {
            QueueView view = require(queue);
            int groupUid = groupUid(view, queue, group);
            List<Lease> good = new ArrayList<>(leases.size());
            List<Lease> bad = new ArrayList<>(0);
            List<MessageId> ids = new ArrayList<>(leases.size());
            for (Lease lease : leases) {
                MessageId id = MessageId.parse(lease.messageId());
                if (id == null || id.queue() != view.uid()) {
                    bad.add(lease);
                } else {
                    good.add(lease);
                    ids.add(id);
                }
            }
            if (good.size() > 10_000) {
                throw new InvalidRequestException("one request settles at most 10000 leases: " + good.size());
            }
            long[] tokens = new long[good.size()];
            Arrays.setAll(tokens, i -> good.get(i).token());
            byte[] command = Settlement.command(kind, view.uid(), groupUid, argument, detail, ids, tokens);
            return submit(new Settlement.Many(command, queue, group, good, bad)).future;
        } catch (DurableException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<SettleResult> ack(String queue, String group, List<Lease> leases) {
        return settle(Wire.ACK, queue, group, leases, -1, "");
    }

    @Override
    public CompletableFuture<SettleResult> nack(
            String queue, String group, List<Lease> leases, @Nullable Duration delay) {
        return settle(Wire.NACK, queue, group, leases, delay == null ? -1 : Settlement.delayMillis(delay), "");
    }

    @Override
    public CompletableFuture<SettleResult> reject(String queue, String group, List<Lease> leases, String reason) {
        return settle(Wire.REJECT, queue, group, leases, -1, reason);
    }

    @Override
    public CompletableFuture<SettleResult> extend(
            String queue, String group, List<Lease> leases, @Nullable Duration time) {
        return settle(Wire.EXTEND, queue, group, leases, time == null ? -1 : Settlement.delayMillis(time), "");
    }

    // ---- looking

    @Override
    public DurableQueueStats stats(String queue) {
        require(queue);
        return ask(new Request.Question<>() {
            @Override
            DurableQueueStats answer() {
                return Looking.stats(state(queue));
            }
        });
    }

    @Override
    public List<DurableQueueStats> stats() {
        return ask(new Request.Question<>() {
            @Override
            List<DurableQueueStats> answer() {
                return machine.state().queues().values().stream()
                        .map(Looking::stats)
                        .toList();
            }
        });
    }

    @Override
    public long depth(String queue) {
        return require(queue).state().depthSeen();
    }

    private QueueState state(String queue) {
        QueueState state = machine.state().queues().get(queue);
        if (state == null) {
            throw new UnknownQueueException(queue);
        }
        return state;
    }

    private String deadLetterQueue(String queue) {
        return require(queue).config().dlqConfig().topic();
    }

    @Override
    public List<DeadLetter> deadLetters(String queue, @Nullable String after, int limit) {
        String dlq = deadLetterQueue(queue);
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new InvalidRequestException("limit must be from 1 to " + LARGEST_PAGE + ": " + limit);
        }
        MessageId from = after == null ? null : MessageId.parse(after);
        if (after != null && from == null) {
            throw new UnknownMessageException(dlq, after);
        }
        return ask(new Request.Question<>() {
            @Override
            List<DeadLetter> answer() {
                QueueState state = machine.state().queues().get(dlq);
                return state == null ? List.of() : Looking.deadLetters(log, state, queue, from, limit);
            }
        });
    }

    @Override
    public DeadLetter deadLetter(String queue, String id) {
        String dlq = deadLetterQueue(queue);
        MessageId message = MessageId.parse(id);
        return ask(new Request.Question<>() {
            @Override
            DeadLetter answer() {
                QueueState state = machine.state().queues().get(dlq);
                DeadLetter found =
                        state == null || message == null ? null : Looking.deadLetter(log, state, queue, message);
                if (found == null) {
                    throw new UnknownMessageException(dlq, id);
                }
                return found;
            }
        });
    }

    @Override
    public String retryDeadLetter(String queue, String id) {
        QueueView view = require(queue);
        String dlq = view.config().dlqConfig().topic();
        MessageId message = MessageId.parse(id);
        QueueView dlqView = views.get(dlq);
        if (message == null || dlqView == null || dlqView.uid() != message.queue()) {
            throw new UnknownMessageException(dlq, id);
        }
        Object result = ask(Wire.command(Wire.RETRY_DEAD_LETTER, out -> {
            out.writeInt(view.uid());
            out.writeInt(message.queue());
            out.writeInt(message.partition());
            out.writeLong(message.offset());
        }));
        boolean full = result == Refusal.FULL;
        return (String)
                checked(result, full ? queue : dlq, id, view.config().limits().maxQueueDepth());
    }

    @Override
    public long purgeDeadLetters(String queue) {
        String dlq = deadLetterQueue(queue);
        return views.containsKey(dlq) ? purge(dlq) : 0;
    }

    // ---- closing

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        intake.close();
        try {
            writer.join();
            intake.end(new EngineClosedException());
            teller.join();
            finish(callbacks);
            finish(listeners);
            if (failure == null) {
                reclaim.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LogException e) {
            throw new StorageException("the log could not be made durable: " + e.getMessage(), e);
        } finally {
            try {
                log.close();
            } catch (LogException e) {
                if (failure == null) {
                    failure = new StorageException("the log could not be closed: " + e.getMessage(), e);
                }
            }
        }
        DurableException broken = failure;
        if (broken != null) {
            throw broken;
        }
    }

    private static void finish(ThreadPoolExecutor pool) throws InterruptedException {
        pool.shutdown();
        if (!(Thread.currentThread() instanceof EngineThread)) {
            pool.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
