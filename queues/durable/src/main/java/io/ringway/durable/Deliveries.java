package io.ringway.durable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the state machine that hands messages out and takes them back: leases, order by key, retries, dead
 * letters.
 *
 * <p>Order: of a key, {@link Performance#batchSize} messages may be in flight together, all with one consumer, as long
 * as none of them is a retry. Everything else of the key is parked in order behind them. Since a key that is in flight
 * stays with its consumer, a partition can change hands at any moment.
 */
final class Deliveries {

    /** How many messages one look may park before the next batch goes on. */
    private static final int PARK_LIMIT = 4_096;

    private static final int IDLE_KEPT = 256;

    private final MachineState state;
    private final Messages messages;
    private final DeadLetters deadLetters;

    /** Keys that have nothing under way, to be used again. */
    private final List<KeyState> idle = new ArrayList<>();

    private final List<Consumer> unfinished = new ArrayList<>();

    Deliveries(MachineState state, Messages messages, DeadLetters deadLetters) {
        this.state = state;
        this.messages = messages;
        this.deadLetters = deadLetters;
    }

    // ---- handing out

    /** Hands out what can be. */
    void serve() {
        List<Consumer> due = state.due();
        for (int i = 0; i < due.size(); i++) {
            Consumer consumer = due.get(i);
            consumer.due = false;
            if (!serve(consumer)) {
                unfinished.add(consumer);
            }
        }
        due.clear();
        for (Consumer consumer : unfinished) {
            state.wake(consumer);
        }
        unfinished.clear();
    }

    private boolean serve(Consumer consumer) {
        int[] partitions = consumer.partitions;
        boolean progress = true;
        int budget = PARK_LIMIT;
        while (progress && consumer.inFlight < consumer.prefetch && !consumer.draining) {
            progress = false;
            for (int i = 0; i < partitions.length && consumer.inFlight < consumer.prefetch; i++) {
                consumer.turn = consumer.turn + 1 >= partitions.length ? 0 : consumer.turn + 1;
                GroupPartition place = consumer.group.places[partitions[consumer.turn]];
                int used = handOutOne(place, consumer, budget);
                if (used < 0) {
                    return false;
                }
                budget -= used >> 1;
                progress |= (used & 1) != 0;
            }
        }
        return true;
    }

    private int parked;

    /**
     * Returns twice the number of messages parked, plus one if a message was handed out; -1 if the budget is used up.
     */
    private int handOutOne(GroupPartition place, Consumer consumer, int budget) {
        parked = 0;
        boolean readyFirst = place.readyTurn || isTakenBack(place);
        long offset = readyFirst ? takeReady(place, consumer) : takeFresh(place, consumer, budget);
        if (offset < 0 && parked < budget) {
            offset = readyFirst ? takeFresh(place, consumer, budget) : takeReady(place, consumer);
            readyFirst = !readyFirst;
        }
        if (offset < 0) {
            return parked >= budget ? -1 : parked * 2;
        }
        place.readyTurn = !readyFirst;
        lease(place, consumer, offset);
        return parked * 2 + 1;
    }

    /**
     * Whether what comes next was with a consumer that left: that goes ahead of the backlog, and does not take turns.
     */
    private static boolean isTakenBack(GroupPartition place) {
        Entry entry = place.ready.isEmpty() ? null : place.entries.get(place.ready.first());
        return entry != null && entry.attempt > 0 && !entry.failed;
    }

    private long takeReady(GroupPartition place, Consumer consumer) {
        while (!place.ready.isEmpty()) {
            long offset = place.ready.removeFirst();
            if (!place.partition.isLive(offset) || !place.wants(offset)) {
                continue;
            }
            Entry entry = place.entries.get(offset);
            if (entry != null && entry.state != Entry.State.READY) {
                continue;
            }
            int order = place.partition.orderKey(offset);
            if (order == 0) {
                if (entry != null) {
                    return offset;
                }
                continue;
            }
            KeyState key = place.keys.get(order);
            if (key == null || key.next != offset) {
                continue;
            }
            if (mayJoin(place, key, entry, consumer)) {
                return offset;
            }
            // The partition has changed hands while the key is in flight: it goes on when that is settled.
            key.next = -1;
            park(key, offset, entry);
        }
        return -1;
    }

    private static void park(KeyState key, long offset, @Nullable Entry entry) {
        key.parked.addFirst(offset);
        if (entry != null) {
            entry.state = Entry.State.PARKED;
        }
    }

    /** Whether a message may be in flight beside those of its key that are. */
    private static boolean mayJoin(
            GroupPartition place, KeyState key, @Nullable Entry candidate, @Nullable Consumer consumer) {
        if (key.inFlight.isEmpty()) {
            return true;
        }
        Entry last = key.inFlight.get(key.inFlight.size() - 1);
        return (candidate == null || !candidate.failed)
                && !last.failed
                && last.holder == consumer
                && key.inFlight.size() < place.group.queue.config.performance().batchSize();
    }

    private long takeFresh(GroupPartition place, Consumer consumer, int budget) {
        for (int priority = Message.HIGHEST_PRIORITY; priority >= 0; priority--) {
            Lane lane = place.partition.lanes[priority];
            if (lane != null) {
                long at = Math.max(place.laneCursors[priority], lane.base);
                while (at < lane.end()) {
                    long offset = lane.get(at++);
                    place.laneCursors[priority] = at;
                    if (place.partition.isLive(offset) && place.wants(offset)) {
                        if (take(place, consumer, offset)) {
                            return offset;
                        }
                        if (parked >= budget) {
                            return -1;
                        }
                    }
                }
                place.laneCursors[priority] = at;
            }
            if (priority == Message.DEFAULT_PRIORITY) {
                long offset = takeAtCursor(place, consumer, budget);
                if (offset >= 0 || parked >= budget) {
                    return offset;
                }
            }
        }
        return -1;
    }

    private long takeAtCursor(GroupPartition place, Consumer consumer, int budget) {
        Partition partition = place.partition;
        boolean strict = place.group.queue.config.ordering() == Ordering.STRICT;
        while (place.cursor < partition.tail) {
            long offset = partition.skipEmpty(place.cursor);
            place.cursor = offset;
            if (offset >= partition.tail) {
                return -1;
            }
            int flags = partition.flags(offset);
            if ((flags & Block.LIVE) == 0
                    || (flags & Block.LANE) != 0
                    || ((flags & (Block.SETTLED | Block.EXPIRED)) != 0 && place.isSettled(offset))) {
                place.cursor = offset + 1;
                continue;
            }
            if (strict && !isFree(place, consumer)) {
                return -1;
            }
            place.cursor = offset + 1;
            if (take(place, consumer, offset)) {
                return offset;
            }
            if (parked >= budget) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isFree(GroupPartition place, Consumer consumer) {
        KeyState key = place.keys.get(1);
        return key == null || (key.next < 0 && key.parked.isEmpty() && mayJoin(place, key, null, consumer));
    }

    /** Whether a message that has not been begun can go out now. If not, it is parked. */
    private boolean take(GroupPartition place, Consumer consumer, long offset) {
        int order = place.partition.orderKey(offset);
        if (order == 0) {
            return true;
        }
        KeyState key = place.keys.get(order);
        if (key == null) {
            return true;
        }
        if (key.next < 0 && key.parked.isEmpty() && mayJoin(place, key, null, consumer)) {
            return true;
        }
        key.parked.addLast(offset);
        parked++;
        return false;
    }

    private void lease(GroupPartition place, Consumer consumer, long offset) {
        QueueState queue = place.group.queue;
        Entry entry = place.entries.get(offset);
        if (entry == null) {
            entry = new Entry(place, offset);
            place.entries.put(offset, entry);
        }
        long now = state.time();
        if (entry.attempt == 0) {
            entry.firstTime = now;
        }
        entry.attempt++;
        entry.token = state.nextToken();
        entry.state = Entry.State.IN_FLIGHT;
        entry.holder = consumer;
        entry.deadline = now + queue.config.performance().deliveryTimeout().toMillis();
        consumer.inFlight++;
        queue.dequeued++;
        watch(queue, entry);
        int order = place.partition.orderKey(offset);
        if (order != 0) {
            KeyState key = keyState(place, order);
            if (key.next == offset) {
                key.next = -1;
            }
            key.inFlight.add(entry);
            advance(place, key);
        }
        state.effects().deliver(consumer, entry);
    }

    /** Has the lease looked at when it expires. */
    private void watch(QueueState queue, Entry entry) {
        Entry last = queue.lastLease;
        if (last == null || last.deadline <= entry.deadline) {
            queue.list(entry);
            if (queue.leaseTimer < 0) {
                armLeases(queue);
            }
        } else {
            state.add(Timer.of(Timer.Kind.LEASE, entry));
        }
    }

    private void armLeases(QueueState queue) {
        Entry first = queue.firstLease;
        queue.leaseTimer = first == null ? -1 : first.deadline;
        if (first != null) {
            state.add(Timer.leases(queue));
        }
    }

    // ---- order by key

    /** Lets the next message of a key go, if it may. */
    private void advance(GroupPartition place, KeyState key) {
        while (key.next < 0 && !key.parked.isEmpty()) {
            long offset = key.parked.first();
            if (!place.partition.isLive(offset) || !place.wants(offset)) {
                key.parked.removeFirst();
                continue;
            }
            Entry entry = place.entries.get(offset);
            if (!mayJoin(place, key, entry, place.owner)) {
                break;
            }
            key.parked.removeFirst();
            key.next = offset;
            if (entry != null) {
                entry.state = Entry.State.READY;
            }
            place.ready.addLast(offset);
            state.wake(place.owner);
        }
        if (key.isIdle()) {
            place.keys.remove(key.key);
            if (idle.size() < IDLE_KEPT) {
                idle.add(key);
            }
        }
    }

    private KeyState keyState(GroupPartition place, int order) {
        KeyState key = place.keys.get(order);
        if (key == null) {
            key = idle.isEmpty() ? new KeyState(order) : idle.remove(idle.size() - 1);
            key.key = order;
            place.keys.put(order, key);
        }
        return key;
    }

    /** Ends a flight, and nothing else. */
    private void land(Entry entry) {
        Consumer holder = entry.holder;
        entry.place.group.queue.unlist(entry);
        entry.holder = null;
        entry.token = 0;
        // The partition may have changed hands meanwhile: its owner waited for this.
        state.wake(entry.place.owner);
        if (holder != null) {
            holder.inFlight--;
            if (holder.draining) {
                if (holder.inFlight == 0) {
                    state.end(holder, EndReason.CLOSED);
                }
            } else {
                state.wake(holder);
            }
        }
    }

    private @Nullable KeyState keyOf(Entry entry) {
        int order = entry.place.partition.orderKey(entry.offset);
        return order == 0 ? null : entry.place.keys.get(order);
    }

    // ---- settling

    /** The entry that a lease belongs to, or null if the lease is stale. */
    static @Nullable Entry holds(Group group, int partition, long offset, long token) {
        if (partition < 0 || partition >= group.places.length) {
            return null;
        }
        Entry entry = group.places[partition].entries.get(offset);
        return entry != null && entry.state == Entry.State.IN_FLIGHT && entry.token == token ? entry : null;
    }

    void ack(Entry entry) {
        entry.place.group.queue.acked++;
        settle(entry);
    }

    /** The group is done with the message of an entry. */
    private void settle(Entry entry) {
        GroupPartition place = entry.place;
        KeyState key = keyOf(entry);
        if (entry.state == Entry.State.IN_FLIGHT) {
            land(entry);
        }
        entry.state = Entry.State.SETTLED;
        place.entries.remove(entry.offset);
        if (key != null) {
            key.inFlight.remove(entry);
            if (key.next == entry.offset) {
                key.next = -1;
            }
        }
        messages.settled(place, entry.offset);
        if (key != null) {
            advance(place, key);
        }
    }

    void nack(Entry entry, long delay) {
        entry.place.group.queue.nacked++;
        fail(entry, delay);
    }

    void extend(Entry entry, long millis) {
        QueueState queue = entry.place.group.queue;
        queue.unlist(entry);
        entry.deadline = state.time()
                + (millis < 0 ? queue.config.performance().deliveryTimeout().toMillis() : millis);
        watch(queue, entry);
    }

    void reject(Entry entry, String detail) {
        if (!bury(entry, DeadLetterReason.REJECTED, detail)) {
            fail(entry, -1);
        }
    }

    /** A delivery has failed: another follows, or the message becomes a dead letter. */
    private void fail(Entry entry, long delay) {
        QueueState queue = entry.place.group.queue;
        RetryPolicy policy = queue.config.retryPolicy();
        DeadLetterReason reason = (entry.place.partition.flags(entry.offset) & Block.EXPIRED) != 0
                ? DeadLetterReason.EXPIRED
                : state.time() - entry.firstTime >= policy.totalTimeout().toMillis()
                        ? DeadLetterReason.TIMEOUT
                        : entry.attempt > policy.maxRetries() ? DeadLetterReason.MAX_RETRIES : null;
        if (reason != null && bury(entry, reason, "")) {
            return;
        }
        long wait = reason != null
                ? Math.max(1, policy.maxBackoff().toMillis())
                : delay >= 0 ? delay : policy.backoffMillis(entry.attempt);
        long due = state.time() + wait;
        if (reason == null) {
            due = Math.min(due, entry.firstTime + policy.totalTimeout().toMillis());
        }
        takeBack(entry);
        entry.failed = true;
        entry.deadline = due;
        KeyState key = keyOf(entry);
        if (key != null) {
            key.next = entry.offset;
        }
        entry.state = Entry.State.WAITING;
        if (due <= state.time()) {
            retryDue(entry);
        } else {
            state.add(Timer.of(Timer.Kind.RETRY, entry));
        }
    }

    /** Ends the flight of an entry and of those of its key that left after it, and parks those. */
    private void takeBack(Entry entry) {
        KeyState key = keyOf(entry);
        if (entry.state == Entry.State.IN_FLIGHT) {
            land(entry);
        }
        if (key == null) {
            return;
        }
        if (key.next >= 0 && key.next != entry.offset) {
            park(key, key.next, entry.place.entries.get(key.next));
        }
        key.next = -1;
        int at = key.inFlight.indexOf(entry);
        if (at >= 0) {
            for (int i = key.inFlight.size() - 1; i > at; i--) {
                Entry later = key.inFlight.remove(i);
                land(later);
                park(key, later.offset, later);
            }
            key.inFlight.remove(at);
        }
    }

    void retryDue(Entry entry) {
        RetryPolicy policy = entry.place.group.queue.config.retryPolicy();
        boolean over = state.time() - entry.firstTime >= policy.totalTimeout().toMillis();
        if (over && bury(entry, DeadLetterReason.TIMEOUT, "")) {
            return;
        }
        entry.state = Entry.State.READY;
        entry.place.ready.addLast(entry.offset);
        state.wake(entry.place.owner);
    }

    /** Expires the leases in a queue's list whose time has come. */
    void expireLeases(QueueState queue) {
        queue.leaseTimer = -1;
        Entry first = queue.firstLease;
        while (first != null && first.deadline <= state.time()) {
            expireLease(first);
            first = queue.firstLease;
        }
        if (queue.leaseTimer < 0) {
            armLeases(queue);
        }
    }

    void expireLease(Entry entry) {
        entry.place.group.queue.expiredLeases++;
        fail(entry, -1);
    }

    /** Begins with a message that is for this group alone. */
    void target(GroupPartition place, long offset) {
        Entry entry = new Entry(place, offset);
        place.entries.put(offset, entry);
        int order = place.partition.orderKey(offset);
        if (order == 0) {
            place.ready.addLast(offset);
        } else {
            KeyState key = keyState(place, order);
            entry.state = Entry.State.PARKED;
            key.parked.addLast(offset);
            advance(place, key);
        }
        state.wake(place.owner);
    }

    // ---- consumers

    /** Takes back what a consumer holds. What it held goes out again first, in its old order. */
    void takeBackAll(Consumer consumer, boolean lost) {
        List<Entry> held = new ArrayList<>();
        for (GroupPartition place : consumer.group.places) {
            if (consumer.inFlight > 0) {
                place.entries.values().forEach(entry -> {
                    if (entry.holder == consumer) {
                        held.add(entry);
                    }
                });
            }
        }
        held.sort(Comparator.comparingLong((Entry entry) -> entry.token).reversed());
        int limit = consumer.group.queue.config.retryPolicy().maxRetries();
        for (Entry entry : held) {
            if (entry.state != Entry.State.IN_FLIGHT) {
                continue;
            }
            boolean expired = (entry.place.partition.flags(entry.offset) & Block.EXPIRED) != 0;
            if (expired && bury(entry, DeadLetterReason.EXPIRED, "")) {
                continue;
            }
            if (lost && entry.attempt > limit && bury(entry, DeadLetterReason.MAX_RETRIES, "")) {
                continue;
            }
            KeyState key = keyOf(entry);
            takeBack(entry);
            if (key == null) {
                entry.state = Entry.State.READY;
                entry.place.ready.addFirst(entry.offset);
            } else {
                park(key, entry.offset, entry);
            }
        }
        for (int i = held.size() - 1; i >= 0; i--) {
            Entry entry = held.get(i);
            if (entry.state == Entry.State.PARKED) {
                KeyState key = keyOf(entry);
                if (key != null) {
                    advance(entry.place, key);
                }
            }
        }
    }

    // ---- the end of messages

    /** Makes a dead letter. Returns false, with nothing changed, if its queue is full. */
    private boolean bury(Entry entry, DeadLetterReason reason, String detail) {
        GroupPartition place = entry.place;
        if (!deadLetters.bury(place.partition, entry.offset, place.group.name, reason, detail, entry.attempt)) {
            return false;
        }
        settle(entry);
        return true;
    }

    /** A message is gone for a group that has not settled it. */
    void forget(GroupPartition place, long offset) {
        Entry entry = place.entries.remove(offset);
        int order = place.partition.orderKey(offset);
        KeyState key = order == 0 ? null : place.keys.get(order);
        if (entry != null && entry.state == Entry.State.IN_FLIGHT) {
            land(entry);
            if (key != null) {
                key.inFlight.remove(entry);
            }
        }
        if (entry != null) {
            entry.state = Entry.State.SETTLED;
        }
        if (key != null && key.next == offset) {
            key.next = -1;
        }
    }

    /** After {@link #forget}, once the message is gone: its key goes on. */
    void forgotten(GroupPartition place, int order) {
        KeyState key = order == 0 ? null : place.keys.get(order);
        if (key != null) {
            advance(place, key);
        }
    }

    /** A group's place becomes empty: every lease is stale. */
    void reset(GroupPartition place) {
        List<Entry> held = new ArrayList<>();
        place.entries.values().forEach(held::add);
        held.sort(Comparator.comparingLong((Entry entry) -> entry.offset));
        for (Entry entry : held) {
            if (entry.state == Entry.State.IN_FLIGHT) {
                land(entry);
            }
            entry.state = Entry.State.SETTLED;
        }
        place.entries.clear();
        place.keys.clear();
        while (!place.ready.isEmpty()) {
            place.ready.removeFirst();
        }
    }
}
