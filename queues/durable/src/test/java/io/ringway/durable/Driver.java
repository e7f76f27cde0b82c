package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Drives a state machine by commands, with a time of its own, and keeps the log of what it did. */
final class Driver implements Effects {

    /** A delivery. */
    record Hand(
            String consumer,
            String group,
            String queue,
            String text,
            int partition,
            long offset,
            int attempt,
            long token) {}

    record Frame(byte[] bytes, long position) {}

    StateMachine machine = new StateMachine();
    final List<Frame> log = new ArrayList<>();
    final List<DeadInfo> dead = new ArrayList<>();
    final List<String> ended = new ArrayList<>();
    private final Map<Long, String> texts = new HashMap<>();
    private final Map<String, Long> sessions = new HashMap<>();
    private List<Hand> hands = new ArrayList<>();
    private long position = 100;
    long now = 1_000_000;

    Driver() {
        machine.state().effects(this);
    }

    @Override
    public void deliver(Consumer consumer, Entry entry) {
        Partition partition = entry.place.partition;
        Block block = partition.liveBlock(entry.offset);
        String text = texts.get(block.address[(int) entry.offset & Block.MASK]);
        hands.add(new Hand(
                consumer.id,
                consumer.group.name,
                partition.queue.config.name(),
                text,
                partition.index,
                entry.offset,
                entry.attempt,
                entry.token));
    }

    @Override
    public void ended(Consumer consumer, EndReason reason) {
        ended.add(consumer.id + " " + reason);
    }

    @Override
    public void deadLettered(QueueState queue, DeadInfo info) {
        dead.add(info);
    }

    /** What was delivered since the last call. */
    List<Hand> hands() {
        List<Hand> taken = hands;
        hands = new ArrayList<>();
        return taken;
    }

    List<String> texts() {
        return hands().stream().map(Hand::text).toList();
    }

    Hand hand() {
        List<Hand> taken = hands();
        assertThat(taken).hasSize(1);
        return taken.get(0);
    }

    /** Applies one batch. */
    List<Object> batch(byte[]... commands) {
        int size = 1 + 13;
        for (byte[] command : commands) {
            size += command.length;
        }
        ByteBuffer batch = ByteBuffer.allocate(size);
        batch.put(Wire.VERSION).putInt(9).put(Wire.TICK).putLong(now);
        for (byte[] command : commands) {
            if (command[4] == Wire.PUBLISH) {
                texts.put(
                        position + batch.position(),
                        UTF_8.decode(new RecordView(command).payload()).toString());
            }
            batch.put(command);
        }
        Frame frame = new Frame(batch.array(), position);
        log.add(frame);
        position += size + 8;
        List<Object> results = new ArrayList<>();
        machine.apply(ByteBuffer.wrap(frame.bytes), frame.position, (i, result) -> {
            if (i > 0) {
                results.add(result);
            }
        });
        return results;
    }

    private Object one(byte[] command) {
        return batch(command).get(0);
    }

    QueueState create(QueueConfig config) {
        Object result = one(Wire.command(Wire.CREATE, out -> Wire.writeConfig(out, config)));
        return result instanceof QueueState queue ? queue : null;
    }

    Object update(QueueConfig config) {
        return one(Wire.command(Wire.UPDATE, out -> Wire.writeConfig(out, config)));
    }

    QueueState queue(String name) {
        return machine.state().queues().get(name);
    }

    byte[] publishCommand(String queue, Message message) {
        return Wire.publish(queue(queue).uid, message);
    }

    Object publish(String queue, Message message) {
        return one(publishCommand(queue, message));
    }

    Object publish(String queue, String text, String key) {
        return publish(queue, Message.builder(text.getBytes(UTF_8)).key(key).build());
    }

    Object subscribe(String queue, String group, String consumer, int prefetch, StartPosition start) {
        Object result = one(Wire.command(Wire.SUBSCRIBE, out -> {
            out.writeInt(queue(queue).uid);
            out.writeUTF(group);
            out.writeUTF(consumer);
            out.writeInt(prefetch);
            out.writeUTF(start.kind().name());
            out.writeLong(start.millis());
        }));
        if (result instanceof Consumer joined) {
            sessions.put(queue + " " + group + " " + consumer, joined.session);
        }
        return result;
    }

    void join(String queue, String consumer, int prefetch) {
        subscribe(queue, "g", consumer, prefetch, StartPosition.earliest());
    }

    void leave(String queue, String consumer, byte how) {
        leave(queue, "g", consumer, how);
    }

    void leave(String queue, String group, String consumer, byte how) {
        long session = sessions.get(queue + " " + group + " " + consumer);
        one(Wire.command(Wire.LEAVE, out -> {
            out.writeLong(session);
            out.writeByte(how);
        }));
    }

    /** Whether the lease was valid. */
    boolean settle(byte kind, Hand hand, long argument) {
        return settle(kind, hand, argument, hand.token);
    }

    boolean settle(byte kind, Hand hand, long argument, long token) {
        QueueState queue = queue(hand.queue);
        Object result = one(Wire.command(Wire.SETTLE, out -> {
            out.writeByte(kind);
            out.writeInt(queue.uid);
            out.writeInt(queue.group(hand.group).uid);
            out.writeLong(argument);
            out.writeUTF("because");
            out.writeInt(1);
            out.writeInt(hand.partition);
            out.writeLong(hand.offset);
            out.writeLong(token);
        }));
        return ((SettleOutcome) result).settled() == 1;
    }

    boolean ack(Hand hand) {
        return settle(Wire.ACK, hand, -1);
    }

    boolean nack(Hand hand, long delay) {
        return settle(Wire.NACK, hand, delay);
    }

    boolean reject(Hand hand) {
        return settle(Wire.REJECT, hand, -1);
    }

    boolean extend(Hand hand, long millis) {
        return settle(Wire.EXTEND, hand, millis);
    }

    Object purge(String queue) {
        int uid = queue(queue).uid;
        return one(Wire.command(Wire.PURGE, out -> out.writeInt(uid)));
    }

    Object delete(String queue) {
        int uid = queue(queue).uid;
        return one(Wire.command(Wire.DELETE, out -> out.writeInt(uid)));
    }

    Object deleteGroup(String queue, String group) {
        int uid = queue(queue).uid;
        int groupUid = queue(queue).group(group).uid;
        return one(Wire.command(Wire.DELETE_GROUP, out -> {
            out.writeInt(uid);
            out.writeInt(groupUid);
        }));
    }

    Object retryDeadLetter(String queue, String dlq, int partition, long offset) {
        return one(Wire.command(Wire.RETRY_DEAD_LETTER, out -> {
            out.writeInt(queue(queue).uid);
            out.writeInt(queue(dlq).uid);
            out.writeInt(partition);
            out.writeLong(offset);
        }));
    }

    void pass(long millis) {
        now += millis;
        batch();
    }

    /** What a restart does: the log is applied to a new state machine, and all consumers are gone. */
    void restart() {
        StateMachine again = new StateMachine();
        for (Frame frame : log) {
            again.apply(ByteBuffer.wrap(frame.bytes), frame.position, (i, result) -> {});
        }
        machine = again;
        machine.state().effects(this);
        hands.clear();
        batch(Wire.command(Wire.RESTART, out -> {}));
    }

    byte[] snapshot() {
        return snapshot(machine);
    }

    static byte[] snapshot(StateMachine of) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            StateCodec.write(of.state(), new DataOutputStream(bytes));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StateMachine read(byte[] snapshot) {
        try {
            StateMachine read = new StateMachine();
            StateCodec.read(read.state(), new DataInputStream(new ByteArrayInputStream(snapshot)));
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same bytes come from a replay of everything, and from a snapshot at any frame and a replay of the rest. */
    void requireDeterminism(int cut) {
        StateMachine whole = new StateMachine();
        StateMachine cutAt = whole;
        for (int i = 0; i < log.size(); i++) {
            Frame frame = log.get(i);
            if (i == cut) {
                byte[] snapshot = snapshot(whole);
                cutAt = read(snapshot);
                assertThat(snapshot(cutAt)).isEqualTo(snapshot);
            }
            whole.apply(ByteBuffer.wrap(frame.bytes), frame.position, (n, result) -> {});
            if (cutAt != whole) {
                cutAt.apply(ByteBuffer.wrap(frame.bytes), frame.position, (n, result) -> {});
            }
        }
        byte[] expected = snapshot();
        assertThat(snapshot(whole)).isEqualTo(expected);
        assertThat(snapshot(cutAt)).isEqualTo(expected);
        assertThat(cutAt.state().space().live())
                .isEqualTo(machine.state().space().live());
    }
}
