package io.ringway.durable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request that settles leases or extends them: its command, and what callers hear of the outcome. */
abstract class Settlement extends Request {

    private static final long LONGEST_DELAY = Duration.ofDays(36_525).toMillis();

    Settlement(byte[] command) {
        super(command);
    }

    @Override
    boolean mustSync() {
        return false;
    }

    @Override
    boolean reusesRecords() {
        return false;
    }

    static long delayMillis(Duration delay) {
        if (delay.isNegative() || delay.compareTo(Duration.ofMillis(LONGEST_DELAY)) > 0) {
            throw new InvalidRequestException("a delay must be from 0 to 36525 days: " + delay);
        }
        return delay.toMillis();
    }

    static byte[] command(
            byte kind, int queue, int group, long argument, String detail, List<MessageId> ids, long[] tokens) {
        byte[] text = Wire.text("a reason", detail, 1_024);
        int size = 4 + 1 + 1 + 4 + 4 + 8 + 2 + text.length + 4 + 20 * tokens.length;
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(size - 4)
                .put(Wire.SETTLE)
                .put(kind)
                .putInt(queue)
                .putInt(group)
                .putLong(argument);
        out.putShort((short) text.length).put(text).putInt(tokens.length);
        for (int i = 0; i < tokens.length; i++) {
            MessageId id = ids.get(i);
            out.putInt(id.partition()).putLong(id.offset()).putLong(tokens[i]);
        }
        return out.array();
    }

    /** One lease, of a delivery. */
    static final class One extends Settlement {
        final CompletableFuture<Void> future = new CompletableFuture<>();
        private final Handed delivery;

        One(byte[] command, Handed delivery) {
            super(command);
            this.delivery = delivery;
        }

        @Override
        void complete(@Nullable Object result) {
            if (result instanceof SettleOutcome outcome && outcome.settled() == 1) {
                future.complete(null);
            } else {
                fail(new StaleLeaseException(delivery.queue(), delivery.messageId(), delivery.lease()));
            }
        }

        @Override
        void fail(DurableException why) {
            future.completeExceptionally(why);
        }
    }

    /** Any leases of a group; those that make no sense are stale. */
    static final class Many extends Settlement {
        final CompletableFuture<SettleResult> future = new CompletableFuture<>();
        private final String queue;
        private final String group;
        private final List<Lease> sent;
        private final List<Lease> bad;

        Many(byte[] command, String queue, String group, List<Lease> sent, List<Lease> bad) {
            super(command);
            this.queue = queue;
            this.group = group;
            this.sent = sent;
            this.bad = bad;
        }

        @Override
        void complete(@Nullable Object result) {
            if (result instanceof SettleOutcome outcome) {
                List<Lease> stale = new ArrayList<>(bad);
                for (int i : outcome.stale()) {
                    stale.add(sent.get(i));
                }
                future.complete(new SettleResult(outcome.settled(), stale));
            } else {
                future.completeExceptionally(((Refusal) Objects.requireNonNull(result)).exception(queue, group, 0));
            }
        }

        @Override
        void fail(DurableException why) {
            future.completeExceptionally(why);
        }
    }
}
