package io.ringway.durable;

import io.ringway.log.CommandLog;
import io.ringway.log.LogException;
import io.ringway.log.LogFullException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The log thread: gathers what callers have asked for into a batch, appends it, applies it, and tells what came of it.
 * A batch is whatever has arrived; nothing waits for company.
 *
 * <p>What must survive a power cut before it is told goes to the {@link Teller}. A delivery needs a sync only for its
 * message: an id that was seen must not become another message's. The attempt itself is no more durable than the
 * settlement that answers it. So messages that have been durable for long are handed over at once, unless that would
 * overtake an earlier delivery to the same consumer.
 */
final class Writer implements Runnable, Effects, StateMachine.Results {

    private static final int BATCH_BYTES = 1 << 19;
    private static final int BATCH_COMMANDS = 1 << 12;
    private static final int TICK_BYTES = 4 + 1 + 8;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long TRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CommandLog log;
    private final StateMachine machine;
    private final MachineState state;
    private final Engine engine;
    private final Teller teller;
    private final Intake intake;
    private final Reclaim reclaim;
    private final Recent recent = new Recent();
    private final Long2ObjectHashMap<Member> members = new Long2ObjectHashMap<>();
    private final List<Member> watched = new ArrayList<>();

    private ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES);

    /** Of the batch: what callers asked for, and what that came to. */
    private final List<Request> requests = new ArrayList<>();

    private final List<@Nullable Object> results = new ArrayList<>();

    /** What the batch came to: what can be told at once, and what goes to the sync thread. */
    private Output early = new Output();

    private Output output = new Output();

    /** How far the log was durable before the batch. */
    private long synced;

    /** Until the log is durable up to here, there may be messages that are not, though their records are. */
    private long barrier;

    private boolean isFull;
    private int refusedBytes;
    private long nextTry;
    private boolean reusesRecords;
    private @Nullable Request left;
    private @Nullable Output unfinished;
    private int version = -1;

    Writer(CommandLog log, StateMachine machine, Engine engine, Teller teller, Intake intake, Reclaim reclaim) {
        this.log = log;
        this.machine = machine;
        state = machine.state();
        this.engine = engine;
        this.teller = teller;
        this.intake = intake;
        this.reclaim = reclaim;
    }

    @Override
    public void run() {
        state.effects(this);
        try {
            while (true) {
                Request first = next();
                if (first == null && intake.isDone()) {
                    break;
                }
                if (first != null || isDue() || reclaim.hasWork() || isTimeToTry()) {
                    process(first);
                    reclaim.afterBatch();
                }
                checkHeartbeats();
            }
            end();
        } catch (InterruptedException e) {
            engine.broken(new StorageException("the log thread was interrupted", e));
        } catch (RuntimeException | Error e) {
            engine.broken(new StorageException("the log thread has failed: " + e, e));
            unfinished = output;
            throw e;
        } finally {
            state.effects(Effects.NONE);
            drainAndFail();
            teller.close();
        }
    }

    /** Whether the disk was full a while ago: only another attempt can tell if it is so still. */
    private boolean isTimeToTry() {
        return isFull && System.nanoTime() - nextTry >= 0;
    }

    private boolean isDue() {
        return state.nextDeadline() <= engine.now();
    }

    /** The next request; waits for it until something is due. */
    private @Nullable Request next() throws InterruptedException {
        Request request = left;
        if (request != null) {
            left = null;
            return request;
        }
        request = intake.poll();
        if (request != null || intake.isClosed() || reclaim.hasWork()) {
            return request;
        }
        long wait = LONGEST_WAIT_NANOS;
        long deadline = state.nextDeadline();
        if (deadline != Long.MAX_VALUE) {
            wait = Math.min(wait, TimeUnit.MILLISECONDS.toNanos(deadline - engine.now()));
        }
        return wait <= 0 ? null : intake.await(wait);
    }

    private void process(@Nullable Request first) throws InterruptedException {
        batch.clear();
        batch.put(Wire.VERSION);
        batch.putInt(TICK_BYTES - 4).put(Wire.TICK).putLong(engine.now());
        List<Request> questions = new ArrayList<>(0);
        int limit = Math.min(BATCH_BYTES, log.maxBatchBytes());
        int count = 0;
        Request request = first;
        while (request != null) {
            byte[] command = request.command;
            if (command == null) {
                questions.add(request);
            } else {
                if (batch.position() + command.length > limit && count > 0) {
                    left = request;
                    break;
                }
                room(command.length);
                batch.put(command);
                requests.add(request);
                count++;
            }
            request = count < BATCH_COMMANDS ? intake.poll() : null;
        }
        int moved = reclaim.addTo(batch, Math.min(limit, batch.capacity()));
        boolean tries = isTimeToTry();
        if (tries) {
            pad();
        }
        if (count > 0 || moved > 0 || isDue() || tries) {
            append();
        }
        for (Request question : questions) {
            question.complete(null);
            engine.release(question);
        }
    }

    /** Makes the batch as large as the one that found no room: a small one may fit where that would not. */
    private void pad() {
        long now = engine.now();
        while (batch.position() < refusedBytes) {
            room(TICK_BYTES);
            batch.putInt(TICK_BYTES - 4).put(Wire.TICK).putLong(now);
        }
    }

    private void room(int bytes) {
        if (batch.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(batch.position() + bytes);
            larger.put(batch.flip());
            batch = larger;
        }
    }

    private void append() throws InterruptedException {
        batch.flip();
        long position;
        try {
            position = log.append(batch);
        } catch (LogFullException e) {
            reclaim.takeBack();
            StorageException failure =
                    new StorageException("the disk is full; nothing was changed: " + e.getMessage(), e);
            refusedBytes = isFull ? Math.max(refusedBytes, batch.limit()) : batch.limit();
            isFull = true;
            nextTry = System.nanoTime() + TRY_NANOS;
            engine.full(failure);
            fail(failure);
            TimeUnit.MILLISECONDS.sleep(1); // a tick that is due would be tried again at once
            return;
        } catch (LogException e) {
            StorageException failure = new StorageException("the log has failed: " + e.getMessage(), e);
            engine.broken(failure);
            fail(failure);
            return;
        }
        if (isFull && batch.limit() >= refusedBytes) {
            isFull = false;
            engine.full(null);
        }
        remember(position);
        synced = log.syncedPosition();
        machine.apply(batch, position, this);
        if (barrierRaised()) {
            barrier = log.nextPosition();
        }
        boolean noDeadLetters = output.deadLetters.isEmpty();
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            (noDeadLetters && !request.mustSync() ? early : output).add(request, results.get(i));
        }
        requests.clear();
        results.clear();
        if (batch.capacity() > BATCH_BYTES) {
            batch = ByteBuffer.allocate(BATCH_BYTES);
        }
        refreshViews();
        reclaim.appended();
        tell();
    }

    private void tell() throws InterruptedException {
        Output now = early;
        Output later = output;
        early = new Output();
        output = new Output();
        reusesRecords = false;
        for (Handed delivery : now.deliveries) {
            delivery.member.hand(delivery);
        }
        Member.scheduleAll(now.deliveries);
        engine.complete(now, null);
        // Also if it has nothing to tell: it is to be synced some time.
        teller.put(later);
    }

    /** Whether this batch may have made messages of records that others have made durable before. */
    private boolean barrierRaised() {
        return reusesRecords || !output.deadLetters.isEmpty();
    }

    @Override
    public void onResult(int index, @Nullable Object result) {
        // The first command is the tick; those behind the callers' are relocations.
        if (index > 0 && index <= requests.size()) {
            Request request = requests.get(index - 1);
            results.add(result);
            output.mustSync |= request.mustSync();
            reusesRecords |= request.reusesRecords();
            if (request instanceof Request.Join join && result instanceof Consumer consumer) {
                join(join.member, consumer);
            }
        }
    }

    /** Keeps the records that may be delivered at once. */
    private void remember(long position) {
        long at = position + 1 + TICK_BYTES;
        for (Request request : requests) {
            byte[] command = request.command;
            if (command != null) {
                if (command[4] == Wire.PUBLISH) {
                    recent.put(at, command);
                }
                at += command.length;
            }
        }
    }

    private void fail(@Nullable DurableException why) throws InterruptedException {
        output.requests.addAll(requests);
        requests.clear();
        output.failure = why;
        tell();
    }

    void refreshViews() {
        if (state.version() != version) {
            version = state.version();
            engine.refreshViews(state);
            for (Member member : engine.members()) {
                QueueView view = engine.view(member.queue());
                if (view != null) {
                    member.batchSize = view.config().performance().batchSize();
                }
            }
        }
    }

    private void join(Member member, Consumer consumer) {
        member.session = consumer.session;
        member.batchSize = consumer.group.queue.config.performance().batchSize();
        members.put(consumer.session, member);
        engine.members().add(member);
        if (member.heartbeatNanos() > 0) {
            watched.add(member);
        }
    }

    private void checkHeartbeats() {
        if (!watched.isEmpty()) {
            long now = engine.nanos();
            watched.removeIf(member -> {
                boolean silent = member.isSilent(now);
                if (silent && member.isActive()) {
                    engine.leave(member, Wire.LOST);
                }
                return silent || !member.isActive();
            });
        }
    }

    // ---- what the state machine causes

    @Override
    public void deliver(Consumer consumer, Entry entry) {
        Member member = members.get(consumer.session);
        if (member != null) {
            Partition partition = entry.place.partition;
            long address = partition.liveBlock(entry.offset).address[(int) entry.offset & Block.MASK];
            Handed delivery = new Handed(member, entry, recent.get(address));
            boolean durable = partition.queue.config.durability() == Durability.OS
                    || (address < synced && barrier <= synced && !barrierRaised());
            if (durable && member.noneUnderWay()) {
                early.deliveries.add(delivery);
            } else {
                member.goesRound();
                output.deliveries.add(delivery);
            }
        }
    }

    @Override
    public void ended(Consumer consumer, EndReason reason) {
        Member member = members.remove(consumer.session);
        if (member != null) {
            engine.members().remove(member);
            output.ends.add(new Output.End(member, reason));
        }
    }

    @Override
    public void deadLettered(QueueState queue, DeadInfo info) {
        DeadLetterOrigin origin = Handed.origin(info);
        output.mustSync |= queue.config.durability() == Durability.FSYNC;
        output.deadLetters.add(new DeadLetterEvent(
                origin.queue(),
                origin.group(),
                origin.messageId(),
                origin.reason(),
                origin.detail(),
                origin.attempts(),
                origin.time(),
                queue.config.dlqConfig().alertWebhook()));
    }

    // ---- the end

    private void end() throws InterruptedException {
        Output last = new Output();
        for (Member member : engine.members()) {
            last.ends.add(new Output.End(member, EndReason.SHUT_DOWN));
        }
        teller.put(last);
    }

    private void drainAndFail() {
        DurableException why = engine.failure();
        intake.close();
        Output rest = unfinished != null ? unfinished : new Output();
        rest.deliveries.clear();
        rest.requests.addAll(early.requests);
        rest.requests.addAll(requests);
        rest.failure = why != null ? why : new EngineClosedException();
        Request request = left;
        left = null;
        while (request != null || (request = intake.poll()) != null) {
            rest.requests.add(request);
            request = null;
        }
        try {
            teller.put(rest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
