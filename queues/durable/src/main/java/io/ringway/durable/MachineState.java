package io.ringway.durable;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link StateMachine} has come to: the queues and who is subscribed to them, the time and what it will bring,
 * and the counters from which ids come. It is what a snapshot keeps, but for what follows from the rest. For one
 * thread.
 */
final class MachineState {

    /**
     * Tokens that nobody gets when the engine is opened: more than deliveries that can have been made since the last
     * sync, so that a token that a power cut took back does not become valid for another delivery.
     */
    private static final long TOKENS_LOST = 1L << 32;

    private final TreeMap<String, QueueState> queues = new TreeMap<>();
    private final Int2ObjectHashMap<QueueState> byUid = new Int2ObjectHashMap<>();
    private final Long2ObjectHashMap<Consumer> sessions = new Long2ObjectHashMap<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Timer.ORDER);
    private final List<Consumer> due = new ArrayList<>();
    private final Space space = new Space();
    private long time;
    private long lastToken;
    private int lastUid;
    private long lastSession;

    /** Grows when queues, configurations or groups change. Not in the snapshot. */
    private int version;

    /** Who hears of what happens. Not in the snapshot. */
    private Effects effects = Effects.NONE;

    Effects effects() {
        return effects;
    }

    void effects(Effects to) {
        effects = to;
    }

    int version() {
        return version;
    }

    /** The queues, a configuration or the groups of a queue have changed. */
    void changed() {
        version++;
    }

    /** How much lives where in the log. */
    Space space() {
        return space;
    }

    // ---- counters

    /** The time, and the last token, number of a queue or group, and session. */
    long[] counters() {
        return new long[] {time, lastToken, lastUid, lastSession};
    }

    void counters(long[] values) {
        time = values[0];
        lastToken = values[1];
        lastUid = (int) values[2];
        lastSession = values[3];
    }

    long nextToken() {
        return ++lastToken;
    }

    void loseTokens() {
        lastToken += TOKENS_LOST;
    }

    /** The number of a new queue or group. */
    int nextUid() {
        return ++lastUid;
    }

    long nextSession() {
        return ++lastSession;
    }

    // ---- queues

    /** By name. */
    SortedMap<String, QueueState> queues() {
        return queues;
    }

    @Nullable
    QueueState queue(int uid) {
        return byUid.get(uid);
    }

    QueueState add(QueueConfig config) {
        QueueState queue = new QueueState(nextUid(), config);
        add(queue);
        return queue;
    }

    /** Adds a queue that a snapshot holds. */
    void add(QueueState queue) {
        changed();
        queues.put(queue.config.name(), queue);
        byUid.put(queue.uid, queue);
    }

    void remove(QueueState queue) {
        changed();
        byUid.remove(queue.uid);
        queues.remove(queue.config.name());
    }

    // ---- consumers

    Long2ObjectHashMap<Consumer> sessions() {
        return sessions;
    }

    /** A consumer is no member of its group any more. */
    void end(Consumer consumer, EndReason reason) {
        if (sessions.remove(consumer.session) == null) {
            return; // it was draining, and has just given back the last that it held
        }
        consumer.group.consumers.remove(consumer);
        consumer.draining = true;
        effects.ended(consumer, reason);
    }

    /** Has a consumer looked at when the batch ends. */
    void wake(@Nullable Consumer consumer) {
        if (consumer != null && !consumer.due && !consumer.draining && consumer.inFlight < consumer.prefetch) {
            consumer.due = true;
            due.add(consumer);
        }
    }

    /** Lets the consumers that own a partition, one in each group, be served again. */
    void wakeAll(Partition partition) {
        for (Group group : partition.queue.groups()) {
            wake(group.places[partition.index].owner);
        }
    }

    /** Who is looked at when the batch ends, in that order. */
    List<Consumer> due() {
        return due;
    }

    // ---- time

    long time() {
        return time;
    }

    /** The time goes on, or stands still if the clock went back. */
    void time(long now) {
        time = Math.max(time, now);
    }

    void add(Timer timer) {
        timers.add(timer);
    }

    /** Takes the first timer whose time has come; null if there is none. */
    @Nullable
    Timer nextTimer() {
        Timer first = timers.peek();
        return first != null && first.deadline() <= time ? timers.remove() : null;
    }

    /** All timers in their order. */
    List<Timer> timers() {
        List<Timer> sorted = new ArrayList<>(timers);
        sorted.sort(Timer.ORDER);
        return sorted;
    }

    /** When a tick has something to do, even if nothing else happens; {@link Long#MAX_VALUE} if never. */
    long nextDeadline() {
        if (!due.isEmpty()) {
            return time;
        }
        Timer first = timers.peek();
        return first == null ? Long.MAX_VALUE : first.deadline();
    }
}
