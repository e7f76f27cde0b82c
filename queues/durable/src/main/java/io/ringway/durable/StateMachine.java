package io.ringway.durable;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All queues, as a function of the batches applied so far: it reads no clock and no random number, knows no thread, and
 * iterates over nothing in the order of a hash. Time comes with the tick that begins each batch. For one thread.
 *
 * <p>A delivery follows from the commands: the consumer's prefetch is part of the state. So whatever batch caused it
 * also records it, and a replay counts the same attempts.
 *
 * <p>Commands are read and checked here and in {@link Groups}. The parts that carry them out share the
 * {@link MachineState}, and each calls only those that are made before it.
 */
final class StateMachine {

    private static final int[] NONE_STALE = {};

    private final MachineState state = new MachineState();
    private final Messages messages = new Messages(state);
    private final DeadLetters deadLetters = new DeadLetters(state, messages);
    private final Deliveries deliveries = new Deliveries(state, messages, deadLetters);
    private final Removal removal = new Removal(state, messages, deadLetters, deliveries);
    private final Groups groups = new Groups(state, messages, deliveries);

    MachineState state() {
        return state;
    }

    // ---- batches

    /** Takes what the commands of a batch came to. */
    @FunctionalInterface
    interface Results {
        void onResult(int index, @Nullable Object result);
    }

    /**
     * Applies a batch.
     *
     * @param batch the bytes, from its position to its limit
     * @param position where the first byte is in the log
     * @param results takes the result of each command
     */
    void apply(ByteBuffer batch, long position, Results results) {
        int start = batch.position();
        byte version = batch.get();
        if (version != Wire.VERSION) {
            throw new IllegalStateException("the batch at " + position + " has the unknown format version " + version
                    + "; this engine knows version " + Wire.VERSION);
        }
        int index = 0;
        while (batch.hasRemaining()) {
            int at = batch.position();
            int length = batch.getInt();
            int end = at + 4 + length;
            results.onResult(index++, applyOne(batch, position + at - start, end));
            batch.position(end);
        }
        deliveries.serve();
    }

    private @Nullable Object applyOne(ByteBuffer in, long address, int end) {
        byte type = in.get();
        return switch (type) {
            case Wire.TICK -> tick(in.getLong());
            case Wire.PUBLISH -> publish(in, address, end);
            case Wire.SETTLE -> settle(in);
            case Wire.RELOCATE -> relocate(in, address, end);
            case Wire.RESTART -> groups.restart();
            default -> {
                byte[] body = new byte[end - in.position()];
                in.get(body);
                try {
                    yield admin(type, new DataInputStream(new ByteArrayInputStream(body)));
                } catch (IOException e) {
                    throw new UncheckedIOException("the command at " + address + " cannot be read", e);
                }
            }
        };
    }

    private @Nullable Object admin(byte type, DataInputStream in) throws IOException {
        return switch (type) {
            case Wire.CREATE -> create(Wire.readConfig(in));
            case Wire.UPDATE -> update(Wire.readConfig(in));
            case Wire.DELETE -> delete(in.readInt());
            case Wire.PURGE -> purge(in.readInt());
            case Wire.SUBSCRIBE ->
                groups.subscribe(in.readInt(), in.readUTF(), in.readUTF(), in.readInt(), in.readUTF(), in.readLong());
            case Wire.LEAVE -> groups.leave(in.readLong(), in.readByte());
            case Wire.DELETE_GROUP -> groups.delete(in.readInt(), in.readInt());
            case Wire.RETRY_DEAD_LETTER -> retryDeadLetter(in.readInt(), in.readInt(), in.readInt(), in.readLong());
            default -> throw new IllegalStateException("unknown type of command: " + type);
        };
    }

    // ---- time

    private @Nullable Object tick(long now) {
        state.time(now);
        for (Timer timer = state.nextTimer(); timer != null; timer = state.nextTimer()) {
            if (state.queue(timer.queue().uid) == timer.queue()) {
                fire(timer);
            }
        }
        return null;
    }

    private void fire(Timer timer) {
        QueueState queue = timer.queue();
        Entry entry = timer.entry();
        switch (timer.kind()) {
            case LEASES -> {
                if (queue.leaseTimer == timer.deadline()) {
                    deliveries.expireLeases(queue);
                }
            }
            case LEASE -> {
                if (entry != null
                        && entry.state == Entry.State.IN_FLIGHT
                        && !entry.listed
                        && entry.deadline == timer.deadline()) {
                    deliveries.expireLease(entry);
                }
            }
            case RETRY -> {
                if (entry != null && entry.state == Entry.State.WAITING && entry.deadline == timer.deadline()) {
                    deliveries.retryDue(entry);
                }
            }
            case SCHEDULE -> messages.scheduled(queue.partitions[timer.partition()], timer.offset(), timer.priority());
            case TTL -> {
                Partition partition = queue.partitions[timer.partition()];
                if (partition.isLive(timer.offset())
                        && (partition.flags(timer.offset()) & (Block.OWN_TTL | Block.EXPIRED)) == Block.OWN_TTL) {
                    removal.expire(partition, timer.offset());
                }
            }
            case PARTITION_TTL -> {
                Partition partition = queue.partitions[timer.partition()];
                if (partition.ttlTimer == timer.deadline()) {
                    removal.expireOld(partition);
                }
            }
        }
    }

    // ---- publishing

    private Object publish(ByteBuffer in, long address, int end) {
        int start = in.position() - 5;
        QueueState queue = state.queue(in.getInt());
        if (queue == null) {
            return Refusal.UNKNOWN_QUEUE;
        }
        int key = in.getInt();
        int flags = in.get();
        int priority = in.get();
        long deliverAt = 0;
        if ((flags & Wire.DELIVER_AT) != 0) {
            deliverAt = in.getLong();
        }
        if ((flags & Wire.DELAY) != 0) {
            deliverAt = state.time() + in.getLong();
        }
        long ttl = (flags & Wire.TTL) != 0 ? in.getLong() : -1;
        if ((flags & Wire.KEY) != 0) {
            Wire.skipText(in);
        }
        QueueConfig config = queue.config;
        String dedup = (flags & Wire.DEDUP) != 0 ? Wire.text(in) : null;
        if (dedup != null) {
            DedupIds.Published before =
                    queue.dedup.find(dedup, state.time() - config.dedupWindow().toMillis());
            if (before != null) {
                return new PublishResult(
                        MessageId.text(queue.uid, before.partition(), before.offset()),
                        before.partition(),
                        before.offset(),
                        true);
            }
        }
        if ((flags & Wire.PROPERTIES) != 0) {
            int texts = 2 * (in.getShort() & 0xFFFF);
            for (int i = 0; i < texts; i++) {
                Wire.skipText(in);
            }
        }
        if (end - 4 - in.position() > config.limits().maxMessageSize()) {
            return Refusal.TOO_LARGE;
        }
        if (queue.isFull()) {
            return Refusal.FULL;
        }
        if (config.ordering() == Ordering.STRICT) {
            deliverAt = 0;
            priority = Message.DEFAULT_PRIORITY;
        }
        int index;
        if (key != 0) {
            index = Math.floorMod(key, queue.partitions.length);
        } else {
            index = queue.nextPartition;
            queue.nextPartition = index + 1 < queue.partitions.length ? index + 1 : 0;
        }
        Partition partition = queue.partitions[index];
        long offset = messages.add(partition, address, end - start, key, deliverAt, priority, ttl, 0);
        queue.enqueued++;
        if (dedup != null && !config.dedupWindow().isZero()) {
            queue.dedup.add(dedup, new DedupIds.Published(index, offset, state.time()));
        }
        return new PublishResult(MessageId.text(queue.uid, index, offset), index, offset, false);
    }

    // ---- settling

    private Object settle(ByteBuffer in) {
        byte kind = in.get();
        QueueState queue = state.queue(in.getInt());
        int groupUid = in.getInt();
        long argument = in.getLong();
        String detail = Wire.text(in);
        int count = in.getInt();
        if (queue == null) {
            return Refusal.UNKNOWN_QUEUE;
        }
        Group group = queue.group(groupUid);
        if (group == null) {
            return Refusal.UNKNOWN_GROUP;
        }
        int[] stale = null;
        int staleCount = 0;
        for (int i = 0; i < count; i++) {
            Entry entry = Deliveries.holds(group, in.getInt(), in.getLong(), in.getLong());
            if (entry == null) {
                if (stale == null) {
                    stale = new int[count - i];
                }
                stale[staleCount++] = i;
                continue;
            }
            switch (kind) {
                case Wire.ACK -> deliveries.ack(entry);
                case Wire.NACK -> deliveries.nack(entry, argument);
                case Wire.REJECT -> deliveries.reject(entry, detail);
                case Wire.EXTEND -> deliveries.extend(entry, argument);
                default -> throw new IllegalStateException("unknown way to settle: " + kind);
            }
        }
        return new SettleOutcome(count - staleCount, stale == null ? NONE_STALE : Arrays.copyOf(stale, staleCount));
    }

    // ---- queues

    private Object create(QueueConfig config) {
        if (state.queues().containsKey(config.name())) {
            return Refusal.QUEUE_EXISTS;
        }
        QueueState queue = state.add(config);
        if (config.dlqConfig().enabled()) {
            deadLetters.queue(config);
        }
        return queue;
    }

    private Object update(QueueConfig config) {
        QueueState queue = state.queues().get(config.name());
        if (queue == null) {
            return Refusal.UNKNOWN_QUEUE;
        }
        QueueConfig before = queue.config;
        if (before.partitions() != config.partitions() || before.ordering() != config.ordering()) {
            return Refusal.FIXED_KEY;
        }
        state.changed();
        queue.config = config;
        if (config.dlqConfig().enabled()) {
            deadLetters.queue(config);
        }
        if (!before.limits().messageTtl().equals(config.limits().messageTtl())) {
            for (Partition partition : queue.partitions) {
                messages.armTtl(partition);
            }
        }
        for (Group group : queue.groups()) {
            for (Consumer consumer : group.consumers) {
                state.wake(consumer);
            }
        }
        return queue;
    }

    private Object delete(int uid) {
        QueueState queue = state.queue(uid);
        if (queue == null) {
            return Refusal.UNKNOWN_QUEUE;
        }
        for (Group group : queue.groups()) {
            groups.remove(group);
        }
        removal.clear(queue);
        state.remove(queue);
        return queue;
    }

    private Object purge(int uid) {
        QueueState queue = state.queue(uid);
        if (queue == null) {
            return Refusal.UNKNOWN_QUEUE;
        }
        long purged = queue.depth;
        removal.clear(queue);
        return purged;
    }

    // ---- dead letters

    private Object retryDeadLetter(int uid, int dlqUid, int index, long offset) {
        QueueState dlq = state.queue(dlqUid);
        QueueState queue = state.queue(uid);
        if (queue == null) {
            return Refusal.UNKNOWN_QUEUE;
        }
        if (dlq == null || index < 0 || index >= dlq.partitions.length || !dlq.partitions[index].isLive(offset)) {
            return Refusal.UNKNOWN_MESSAGE;
        }
        DeadInfo info = dlq.partitions[index].dead.get(offset);
        if (info == null || !info.queue().equals(queue.config.name())) {
            return Refusal.UNKNOWN_MESSAGE;
        }
        if (queue.isFull()) {
            return Refusal.FULL;
        }
        Block block = dlq.partitions[index].liveBlock(offset);
        int i = (int) offset & Block.MASK;
        int key = block.key[i];
        Partition partition = queue.partitions[
                key != 0 ? Math.floorMod(key, queue.partitions.length) : info.partition() % queue.partitions.length];
        Group group = queue.group(info.group());
        long added = messages.add(
                partition,
                block.address[i],
                block.length[i],
                key,
                0,
                Message.DEFAULT_PRIORITY,
                -1,
                group == null ? 0 : Block.TARGETED);
        queue.enqueued++;
        if (group != null) {
            group.places[partition.index].unsettled++;
            deliveries.target(group.places[partition.index], added);
        }
        removal.remove(dlq.partitions[index], offset);
        return MessageId.text(queue.uid, partition.index, added);
    }

    // ---- reclaim

    private @Nullable Object relocate(ByteBuffer in, long address, int end) {
        int start = in.position() - 5;
        QueueState queue = state.queue(in.getInt());
        int index = in.getInt();
        long offset = in.getLong();
        if (queue != null && queue.partitions[index].isLive(offset)) {
            messages.moved(queue.partitions[index], offset, address + in.position() - start, end - in.position());
        }
        return null;
    }
}
