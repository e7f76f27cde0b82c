package io.ringway.durable;

import io.ringway.queues.QueueClosedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the log thread does with requests and deliveries, without a log: one queue with one partition, in which messages
 * wait for the group's only consumer.
 */
final class LogThread implements Effects {

    static final long TIMEOUT = 1_000;

    private static final String QUEUE = "$queue/race";

    /** The number of the first queue. */
    private static final int QUEUE_UID = 1;

    private static final byte[] CREATE = Wire.command(
            Wire.CREATE,
            out -> Wire.writeConfig(
                    out,
                    QueueConfig.builder(QUEUE)
                            .partitions(1)
                            .retryPolicy(new RetryPolicy(10, Duration.ZERO, Duration.ZERO, 1, Duration.ofHours(1)))
                            .performance(new Performance(Duration.ofMillis(TIMEOUT), 1))
                            .build()));
    private static final byte[] SUBSCRIBE = Wire.command(Wire.SUBSCRIBE, out -> {
        out.writeInt(QUEUE_UID);
        out.writeUTF("g");
        out.writeUTF("c");
        out.writeInt(1);
        out.writeUTF(StartPosition.earliest().kind().name());
        out.writeLong(0);
    });
    private static final byte[] PUBLISH = Wire.publish(QUEUE_UID, Message.of(new byte[0]));
    private static final int TICK_BYTES = 4 + 1 + 8;

    /** A delivery. */
    record Given(long offset, long token) {}

    private final StateMachine machine = new StateMachine();
    final Intake intake = new Intake(4);
    final Mailbox<Given> mailbox = new Mailbox<>(2);
    private final int group;
    private long position;

    /** So many messages are queued, and the first is with the consumer, who may hold one. */
    LogThread(int messages) {
        machine.state().effects(this);
        apply(0, CREATE, null);
        for (int i = 0; i < messages; i++) {
            apply(0, PUBLISH, null);
        }
        apply(0, SUBSCRIBE, null);
        group = queue().groups()[0].uid;
    }

    @Override
    public void deliver(Consumer consumer, Entry entry) {
        if (!mailbox.hand(new Given(entry.offset, entry.token))) {
            throw new IllegalStateException("more deliveries than the prefetch allows");
        }
    }

    private void apply(long now, byte[] command, @Nullable Request request) {
        ByteBuffer batch = ByteBuffer.allocate(1 + TICK_BYTES + command.length);
        batch.put(Wire.VERSION).putInt(TICK_BYTES - 4).put(Wire.TICK).putLong(now);
        batch.put(command).flip();
        machine.apply(batch, position, (index, result) -> {
            if (index == 1 && request != null) {
                request.complete(result);
            }
        });
        position += batch.limit();
    }

    /** Time passes, and one request is looked at if there is any. */
    void look(long now) {
        Request request = intake.poll();
        apply(now, request == null || request.command == null ? new byte[0] : request.command, request);
    }

    private QueueState queue() {
        return Objects.requireNonNull(machine.state().queue(QUEUE_UID));
    }

    Ack ack(Given given) {
        return new Ack(given, group);
    }

    long depth() {
        return queue().depth;
    }

    /** An acknowledgement; {@link Ack#outcome} is its outcome. */
    static final class Ack extends Request {
        private volatile String outcome = "forgotten";

        private Ack(Given given, int group) {
            super(Wire.command(Wire.SETTLE, out -> {
                out.writeByte(Wire.ACK);
                out.writeInt(QUEUE_UID);
                out.writeInt(group);
                out.writeLong(-1);
                out.writeUTF("");
                out.writeInt(1);
                out.writeInt(0);
                out.writeLong(given.offset);
                out.writeLong(given.token);
            }));
        }

        @Override
        void complete(@Nullable Object result) {
            outcome = result instanceof SettleOutcome told && told.settled() == 1 ? "settled" : "stale";
        }

        @Override
        void fail(DurableException why) {
            outcome = "failed";
        }

        String outcome() {
            return outcome;
        }
    }

    /** As a caller does it. */
    void ask(Request request) {
        try {
            intake.put(request);
        } catch (QueueClosedException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
