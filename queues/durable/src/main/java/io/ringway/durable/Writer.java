package io.ringway.durable;

import io.ringway.log.CommandLog;
import io.ringway.log.LogException;
import io.ringway.log.LogFullException;
import io.ringway.queues.MpscQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The log thread: gathers what callers have asked for into a batch, appends it, applies it, and hands what came of it
 * to the {@link Teller}. A batch is whatever has arrived; nothing waits for company.
 */
final class Writer implements Runnable, Effects {

    private static final int BATCH_BYTES = 1 << 19;
    private static final int BATCH_COMMANDS = 1 << 12;
    private static final int TICK_BYTES = 4 + 1 + 8;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final CommandLog log;
    private final StateMachine machine;
    private final Engine engine;
    private final Teller teller;
    private final MpscQueue<Request> inbox;

    /** What the engine's own threads ask for: they must not wait. */
    private final Queue<Request> inner;

    private final Reclaim reclaim;
    private final Recent recent = new Recent();
    private final Long2ObjectHashMap<Member> members = new Long2ObjectHashMap<>();
    private final List<Member> watched = new ArrayList<>();

    private ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES);
    private Output output = new Output();
    private @Nullable Request left;
    private @Nullable Output unfinished;
    private int version = -1;

    Writer(
            CommandLog log,
            StateMachine machine,
            Engine engine,
            Teller teller,
            MpscQueue<Request> inbox,
            Queue<Request> inner,
            Reclaim reclaim) {
        this.log = log;
        this.machine = machine;
        this.engine = engine;
        this.teller = teller;
        this.inbox = inbox;
        this.inner = inner;
        this.reclaim = reclaim;
    }

    @Override
    public void run() {
        machine.effects(this);
        try {
            while (true) {
                Request first = next();
                if (first == null && inbox.isClosed() && inbox.isEmpty() && inner.isEmpty()) {
                    break;
                }
                if (first != null || isDue() || reclaim.hasWork()) {
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
            machine.effects(Effects.NONE);
            drainAndFail();
            teller.close();
        }
    }

    private boolean isDue() {
        return machine.nextDeadline() <= engine.now();
    }

    /** The next request; waits for it until something is due. */
    private @Nullable Request next() throws InterruptedException {
        Request request = left;
        if (request != null) {
            left = null;
            return request;
        }
        request = poll();
        if (request != null || inbox.isClosed() || reclaim.hasWork()) {
            return request;
        }
        long wait = LONGEST_WAIT_NANOS;
        long deadline = machine.nextDeadline();
        if (deadline != Long.MAX_VALUE) {
            wait = Math.min(wait, TimeUnit.MILLISECONDS.toNanos(deadline - engine.now()));
        }
        return wait <= 0 ? null : inbox.poll(wait, TimeUnit.NANOSECONDS);
    }

    private @Nullable Request poll() {
        Request request = inner.poll();
        return request != null ? request : inbox.poll();
    }

    private void process(@Nullable Request first) throws InterruptedException {
        batch.clear();
        batch.put(Wire.VERSION);
        batch.putInt(TICK_BYTES - 4).put(Wire.TICK).putLong(engine.now());
        output = new Output();
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
                output.requests.add(request);
                count++;
            }
            request = count < BATCH_COMMANDS ? poll() : null;
        }
        int moved = reclaim.addTo(batch, Math.min(limit, batch.capacity()));
        if (count > 0 || moved > 0 || isDue()) {
            append();
        }
        for (Request question : questions) {
            question.complete(null);
            engine.release(question);
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
            fail(output, new StorageException("the disk is full; nothing was changed: " + e.getMessage(), e));
            TimeUnit.MILLISECONDS.sleep(1); // a tick that is due would be tried again at once
            return;
        } catch (LogException e) {
            StorageException failure = new StorageException("the log has failed: " + e.getMessage(), e);
            engine.broken(failure);
            fail(output, failure);
            return;
        }
        Output current = output;
        remember(current, position);
        machine.apply(batch, position, (index, result) -> {
            // The first command is the tick; those behind the callers' are relocations.
            if (index > 0 && index <= current.requests.size()) {
                current.results.add(result);
                Request request = current.requests.get(index - 1);
                current.mustSync |= request.applied(result);
                if (request instanceof Engine.Join join && result instanceof Consumer consumer) {
                    join(join.member, consumer);
                }
            }
        });
        if (batch.capacity() > BATCH_BYTES) {
            batch = ByteBuffer.allocate(BATCH_BYTES);
        }
        refreshViews();
        reclaim.appended();
        teller.put(current);
        output = new Output();
    }

    /** Keeps the records that may be delivered at once. */
    private void remember(Output current, long position) {
        long at = position + 1 + TICK_BYTES;
        for (Request request : current.requests) {
            byte[] command = request.command;
            if (command != null) {
                if (command[4] == Wire.PUBLISH) {
                    recent.put(at, command);
                }
                at += command.length;
            }
        }
    }

    private void fail(Output failed, @Nullable DurableException why) throws InterruptedException {
        failed.failure = why;
        teller.put(failed);
        output = new Output();
    }

    void refreshViews() {
        if (machine.version() != version) {
            version = machine.version();
            engine.refreshViews(machine);
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
            output.deliveries.add(new Handed(member, entry, recent.get(address)));
            output.mustSync |= partition.queue.config.durability() == Durability.FSYNC;
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
        inbox.close();
        Output rest = unfinished != null ? unfinished : new Output();
        rest.deliveries.clear();
        rest.failure = why != null ? why : new EngineClosedException();
        Request request = left;
        left = null;
        while (request != null || (request = poll()) != null) {
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
