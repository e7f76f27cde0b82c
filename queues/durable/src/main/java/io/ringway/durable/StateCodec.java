package io.ringway.durable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a state and reads it back. Two equal states give the same bytes: everything is in an order that the state
 * itself defines.
 */
final class StateCodec {

    private static final int VERSION = 1;

    private StateCodec() {}

    static void write(MachineState state, DataOutputStream out) throws IOException {
        out.writeInt(VERSION);
        for (long counter : state.counters()) {
            out.writeLong(counter);
        }
        out.writeInt(state.queues().size());
        for (QueueState queue : state.queues().values()) {
            writeQueue(queue, out);
        }
        List<Timer> timers = new ArrayList<>();
        for (Timer timer : state.timers()) {
            if (isKept(timer) && state.queue(timer.queue().uid) == timer.queue()) {
                timers.add(timer);
            }
        }
        out.writeInt(timers.size());
        for (Timer timer : timers) {
            out.writeLong(timer.deadline());
            out.writeUTF(timer.kind().name());
            out.writeInt(timer.queue().uid);
            out.writeInt(timer.partition());
            out.writeLong(timer.offset());
            out.writeByte(timer.priority());
        }
        List<Consumer> due = state.due();
        out.writeInt(due.size());
        for (Consumer consumer : due) {
            out.writeLong(consumer.session);
        }
        out.flush();
    }

    /** Timers of messages that wait; all others follow from the rest of the state. */
    private static boolean isKept(Timer timer) {
        Partition partition = timer.queue().partitions[timer.partition()];
        int flags = partition.flags(timer.offset());
        return switch (timer.kind()) {
            case SCHEDULE -> (flags & Block.SCHEDULED) != 0;
            case TTL -> (flags & (Block.OWN_TTL | Block.EXPIRED)) == Block.OWN_TTL;
            default -> false;
        };
    }

    static void read(MachineState state, DataInputStream in) throws IOException {
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("the snapshot has the unknown format version " + version
                    + "; this engine knows version " + VERSION);
        }
        state.counters(new long[] {in.readLong(), in.readLong(), in.readLong(), in.readLong()});
        int queues = in.readInt();
        for (int i = 0; i < queues; i++) {
            readQueue(state, in);
        }
        int timers = in.readInt();
        for (int i = 0; i < timers; i++) {
            long deadline = in.readLong();
            Timer.Kind kind = Timer.Kind.valueOf(in.readUTF());
            QueueState queue = state.queue(in.readInt());
            int partition = in.readInt();
            long offset = in.readLong();
            int priority = in.readByte();
            if (queue == null) {
                throw new IOException("the snapshot has a timer of an unknown queue");
            }
            state.add(new Timer(deadline, kind, queue, partition, offset, 0, priority, null));
        }
        int due = in.readInt();
        for (int i = 0; i < due; i++) {
            state.wake(state.sessions().get(in.readLong()));
        }
    }

    private static void writeQueue(QueueState queue, DataOutputStream out) throws IOException {
        out.writeInt(queue.uid);
        Wire.writeConfig(out, queue.config);
        out.writeLong(queue.enqueued);
        out.writeLong(queue.dequeued);
        out.writeLong(queue.acked);
        out.writeLong(queue.nacked);
        out.writeLong(queue.expiredLeases);
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            out.writeLong(queue.dead.getOrDefault(reason, 0L));
        }
        out.writeInt(queue.nextPartition);
        out.writeLong(queue.leaseTimer);
        for (Partition partition : queue.partitions) {
            writePartition(partition, out);
        }
        out.writeInt(queue.dedup.all().size());
        for (Map.Entry<String, DedupIds.Published> id : queue.dedup.all().entrySet()) {
            out.writeUTF(id.getKey());
            out.writeInt(id.getValue().partition());
            out.writeLong(id.getValue().offset());
            out.writeLong(id.getValue().time());
        }
        out.writeInt(queue.groups().length);
        for (Group group : queue.groups()) {
            writeGroup(group, out);
        }
        int leases = 0;
        for (Entry entry = queue.firstLease; entry != null; entry = entry.after) {
            leases++;
        }
        out.writeInt(leases);
        for (Entry entry = queue.firstLease; entry != null; entry = entry.after) {
            out.writeInt(entry.place.group.uid);
            out.writeInt(entry.place.partition.index);
            out.writeLong(entry.offset);
        }
    }

    private static void readQueue(MachineState state, DataInputStream in) throws IOException {
        int uid = in.readInt();
        QueueState queue = new QueueState(uid, Wire.readConfig(in));
        queue.enqueued = in.readLong();
        queue.dequeued = in.readLong();
        queue.acked = in.readLong();
        queue.nacked = in.readLong();
        queue.expiredLeases = in.readLong();
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            long count = in.readLong();
            if (count > 0) {
                queue.dead.put(reason, count);
            }
        }
        queue.nextPartition = in.readInt();
        queue.leaseTimer = in.readLong();
        state.add(queue);
        if (queue.leaseTimer >= 0) {
            state.add(Timer.leases(queue));
        }
        for (Partition partition : queue.partitions) {
            readPartition(state, partition, in);
        }
        int ids = in.readInt();
        for (int i = 0; i < ids; i++) {
            String id = in.readUTF();
            queue.dedup.add(id, new DedupIds.Published(in.readInt(), in.readLong(), in.readLong()));
        }
        int groups = in.readInt();
        for (int i = 0; i < groups; i++) {
            readGroup(state, queue, in);
        }
        int leases = in.readInt();
        for (int i = 0; i < leases; i++) {
            int group = in.readInt();
            GroupPartition place = require(queue.group(group)).places[in.readInt()];
            queue.list(require(place.entries.get(in.readLong())));
        }
        for (Group group : queue.groups()) {
            for (GroupPartition place : group.places) {
                for (Entry entry : sorted(place)) {
                    if (entry.state == Entry.State.IN_FLIGHT && !entry.listed) {
                        state.add(Timer.of(Timer.Kind.LEASE, entry));
                    } else if (entry.state == Entry.State.WAITING) {
                        state.add(Timer.of(Timer.Kind.RETRY, entry));
                    }
                }
            }
        }
    }

    private static void writePartition(Partition partition, DataOutputStream out) throws IOException {
        out.writeLong(partition.base);
        out.writeLong(partition.tail);
        out.writeLong(partition.ttlScanned);
        out.writeLong(partition.ttlTimer);
        for (long offset = partition.nextLive(partition.base);
                offset < partition.tail;
                offset = partition.nextLive(offset + 1)) {
            Block block = partition.liveBlock(offset);
            int i = (int) offset & Block.MASK;
            out.writeLong(offset);
            out.writeLong(block.address[i]);
            out.writeInt(block.length[i]);
            out.writeInt(block.key[i]);
            out.writeLong(block.time[i]);
            out.writeShort(block.wanted[i]);
            out.writeByte(block.flags[i]);
            DeadInfo info = partition.dead.get(offset);
            out.writeBoolean(info != null);
            if (info != null) {
                out.writeUTF(info.queue());
                out.writeInt(info.uid());
                out.writeInt(info.partition());
                out.writeLong(info.offset());
                out.writeUTF(info.group());
                out.writeUTF(info.reason().name());
                out.writeUTF(info.detail());
                out.writeInt(info.attempts());
                out.writeLong(info.time());
            }
        }
        out.writeLong(-1);
        for (Lane lane : partition.lanes) {
            out.writeLong(lane == null ? -1 : lane.base);
            if (lane != null) {
                writeDeque(lane.offsets, out);
            }
        }
    }

    private static void readPartition(MachineState state, Partition partition, DataInputStream in) throws IOException {
        long base = in.readLong();
        long tail = in.readLong();
        partition.startAt(base);
        partition.ttlScanned = in.readLong();
        partition.ttlTimer = in.readLong();
        if (partition.ttlTimer >= 0) {
            state.add(Timer.ttl(partition));
        }
        for (long offset = in.readLong(); offset >= 0; offset = in.readLong()) {
            long address = in.readLong();
            int length = in.readInt();
            partition.tail = offset;
            partition.add(address, length, in.readInt(), in.readLong(), in.readShort(), in.readByte() & ~Block.LIVE);
            state.space().add(address, length);
            partition.queue.changeDepth(1);
            if (in.readBoolean()) {
                partition.dead.put(
                        offset,
                        new DeadInfo(
                                in.readUTF(),
                                in.readInt(),
                                in.readInt(),
                                in.readLong(),
                                in.readUTF(),
                                DeadLetterReason.valueOf(in.readUTF()),
                                in.readUTF(),
                                in.readInt(),
                                in.readLong()));
            }
        }
        partition.tail = tail;
        for (int priority = 0; priority < Partition.LANES; priority++) {
            long laneBase = in.readLong();
            if (laneBase >= 0) {
                Lane lane = partition.lane(priority);
                lane.base = laneBase;
                readDeque(lane.offsets, in);
            }
        }
    }

    private static List<Entry> sorted(GroupPartition place) {
        List<Entry> entries = new ArrayList<>(place.entries.values());
        entries.sort(Comparator.comparingLong(entry -> entry.offset));
        return entries;
    }

    private static void writeGroup(Group group, DataOutputStream out) throws IOException {
        out.writeUTF(group.name);
        out.writeInt(group.uid);
        out.writeInt(group.consumers.size());
        for (Consumer consumer : group.consumers) {
            out.writeLong(consumer.session);
            out.writeUTF(consumer.id);
            out.writeInt(consumer.prefetch);
            out.writeInt(consumer.turn);
            out.writeInt(consumer.inFlight);
            out.writeBoolean(consumer.draining);
            out.writeInt(consumer.partitions.length);
            for (int partition : consumer.partitions) {
                out.writeInt(partition);
            }
        }
        for (GroupPartition place : group.places) {
            out.writeLong(place.start);
            out.writeLong(place.cursor);
            for (long cursor : place.laneCursors) {
                out.writeLong(cursor);
            }
            out.writeInt(place.unsettled);
            out.writeBoolean(place.readyTurn);
            out.writeLong(place.owner == null ? -1 : place.owner.session);
            writeDeque(place.ready, out);
            List<Entry> entries = sorted(place);
            out.writeInt(entries.size());
            for (Entry entry : entries) {
                out.writeLong(entry.offset);
                out.writeUTF(entry.state.name());
                out.writeInt(entry.attempt);
                out.writeBoolean(entry.failed);
                out.writeLong(entry.firstTime);
                out.writeLong(entry.token);
                out.writeLong(entry.deadline);
                out.writeLong(entry.holder == null ? -1 : entry.holder.session);
            }
            List<KeyState> keys = new ArrayList<>(place.keys.values());
            keys.sort(Comparator.comparingInt(key -> key.key));
            out.writeInt(keys.size());
            for (KeyState key : keys) {
                out.writeInt(key.key);
                out.writeLong(key.next);
                writeDeque(key.parked, out);
                out.writeInt(key.inFlight.size());
                for (Entry entry : key.inFlight) {
                    out.writeLong(entry.offset);
                }
            }
            writeSettled(place, out);
        }
    }

    /** The bits of messages that live; those of others tell nothing. */
    private static void writeSettled(GroupPartition place, DataOutputStream out) throws IOException {
        Partition partition = place.partition;
        for (long offset = partition.nextLive(partition.base);
                offset < partition.tail;
                offset = partition.nextLive(offset + 1)) {
            if (place.isSettled(offset)) {
                out.writeLong(offset);
            }
        }
        out.writeLong(-1);
    }

    private static void readGroup(MachineState state, QueueState queue, DataInputStream in) throws IOException {
        Group group = new Group(queue, in.readUTF(), in.readInt());
        queue.add(group);
        int consumers = in.readInt();
        for (int i = 0; i < consumers; i++) {
            Consumer consumer = new Consumer(in.readLong(), in.readUTF(), group, in.readInt());
            consumer.turn = in.readInt();
            consumer.inFlight = in.readInt();
            consumer.draining = in.readBoolean();
            consumer.partitions = new int[in.readInt()];
            for (int p = 0; p < consumer.partitions.length; p++) {
                consumer.partitions[p] = in.readInt();
            }
            group.consumers.add(consumer);
            state.sessions().put(consumer.session, consumer);
        }
        for (GroupPartition place : group.places) {
            place.start = in.readLong();
            place.cursor = in.readLong();
            for (int i = 0; i < place.laneCursors.length; i++) {
                place.laneCursors[i] = in.readLong();
            }
            place.unsettled = in.readInt();
            place.readyTurn = in.readBoolean();
            place.owner = state.sessions().get(in.readLong());
            readDeque(place.ready, in);
            int entries = in.readInt();
            for (int i = 0; i < entries; i++) {
                Entry entry = new Entry(place, in.readLong());
                entry.state = Entry.State.valueOf(in.readUTF());
                entry.attempt = in.readInt();
                entry.failed = in.readBoolean();
                entry.firstTime = in.readLong();
                entry.token = in.readLong();
                entry.deadline = in.readLong();
                entry.holder = state.sessions().get(in.readLong());
                place.entries.put(entry.offset, entry);
            }
            int keys = in.readInt();
            for (int i = 0; i < keys; i++) {
                KeyState key = new KeyState(in.readInt());
                key.next = in.readLong();
                readDeque(key.parked, in);
                int inFlight = in.readInt();
                for (int j = 0; j < inFlight; j++) {
                    key.inFlight.add(require(place.entries.get(in.readLong())));
                }
                place.keys.put(key.key, key);
            }
            for (long offset = in.readLong(); offset >= 0; offset = in.readLong()) {
                place.markSettled(offset);
            }
        }
    }

    private static <T> T require(@Nullable T part) throws IOException {
        if (part == null) {
            throw new IOException("the snapshot names something that it doesn't hold");
        }
        return part;
    }

    private static void writeDeque(LongDeque deque, DataOutputStream out) throws IOException {
        out.writeInt(deque.size());
        for (int i = 0; i < deque.size(); i++) {
            out.writeLong(deque.get(i));
        }
    }

    private static void readDeque(LongDeque deque, DataInputStream in) throws IOException {
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            deque.addLast(in.readLong());
        }
    }
}
