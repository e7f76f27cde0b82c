package io.ringway.durable;

import io.ringway.log.CommandLog;
import io.ringway.log.LogDroppedException;
import io.ringway.log.LogException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A delivery: what the state machine told of it, and the record once somebody needs it. */
final class Handed implements Delivery {

    final Member member;
    final int queueUid;
    final int groupUid;
    private final long address;
    private final int length;
    private final int partition;
    private final long offset;
    private final int attempt;
    private final long token;
    private final long deadline;
    private final long publishTime;
    private final @Nullable DeadInfo dead;
    private byte @Nullable [] record;

    /** Set when the user has settled it, in whatever way. */
    private volatile boolean answered;

    Handed(Member member, Entry entry, byte @Nullable [] record) {
        Partition from = entry.place.partition;
        Block block = from.liveBlock(entry.offset);
        int i = (int) entry.offset & Block.MASK;
        this.member = member;
        this.record = record;
        queueUid = from.queue.uid;
        groupUid = entry.place.group.uid;
        address = block.address[i];
        length = block.length[i];
        partition = from.index;
        offset = entry.offset;
        attempt = entry.attempt;
        token = entry.token;
        deadline = entry.deadline;
        publishTime = block.time[i];
        dead = from.dead.isEmpty() ? null : from.dead.get(entry.offset);
    }

    /** Reads the record unless it is there. Returns false if the message need not be delivered any more. */
    boolean prepare(CommandLog log, long now) {
        if (deadline <= now) {
            return false;
        }
        if (record == null) {
            byte[] bytes = new byte[length];
            try {
                log.read(address, ByteBuffer.wrap(bytes));
            } catch (LogDroppedException moved) {
                CompletableFuture<Void> unused = nack(Duration.ZERO);
                return false;
            } catch (LogException | IllegalStateException e) {
                return false; // closing, or broken: the lease runs out
            }
            if (!Wire.isIntact(bytes)) {
                CompletableFuture<Void> unused = reject("the record at " + address + " of the log is damaged");
                return false;
            }
            record = bytes;
        }
        return true;
    }

    /** As failed, unless the user has settled it. */
    void giveBack() {
        if (!answered) {
            CompletableFuture<Void> unused = nack();
        }
    }

    private RecordView view() {
        byte[] bytes = record;
        if (bytes == null) {
            throw new IllegalStateException("the record has not been read");
        }
        return new RecordView(bytes);
    }

    @Override
    public String queue() {
        return member.queue();
    }

    @Override
    public String group() {
        return member.group();
    }

    @Override
    public String messageId() {
        return MessageId.text(queueUid, partition, offset);
    }

    @Override
    public int partition() {
        return partition;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public long lease() {
        return token;
    }

    @Override
    public Instant deadline() {
        return Instant.ofEpochMilli(deadline);
    }

    @Override
    public Instant publishTime() {
        return Instant.ofEpochMilli(publishTime);
    }

    @Override
    public ByteBuffer payload() {
        return view().payload();
    }

    @Override
    public Message message() {
        return view().message();
    }

    @Override
    public @Nullable String key() {
        return view().key();
    }

    @Override
    public List<Property> properties() {
        return view().properties();
    }

    @Override
    public @Nullable DeadLetterOrigin deadLetter() {
        return dead == null ? null : origin(dead);
    }

    static DeadLetterOrigin origin(DeadInfo info) {
        return new DeadLetterOrigin(
                info.queue(),
                MessageId.text(info.uid(), info.partition(), info.offset()),
                info.group(),
                info.reason(),
                info.detail(),
                info.attempts(),
                Instant.ofEpochMilli(info.time()));
    }

    @Override
    public CompletableFuture<Void> ack() {
        return settle(Wire.ACK, -1, "");
    }

    @Override
    public CompletableFuture<Void> nack() {
        return settle(Wire.NACK, -1, "");
    }

    @Override
    public CompletableFuture<Void> nack(Duration delay) {
        return settle(Wire.NACK, Settlement.delayMillis(delay), "");
    }

    @Override
    public CompletableFuture<Void> reject(String reason) {
        return settle(Wire.REJECT, -1, reason);
    }

    @Override
    public CompletableFuture<Void> extend() {
        return settle(Wire.EXTEND, -1, "");
    }

    @Override
    public CompletableFuture<Void> extend(Duration time) {
        return settle(Wire.EXTEND, Settlement.delayMillis(time), "");
    }

    private CompletableFuture<Void> settle(byte kind, long argument, String detail) {
        CompletableFuture<Void> settled = member.engine.settleOne(this, kind, argument, detail);
        if (kind != Wire.EXTEND) {
            answered = true;
        }
        member.heartbeat();
        return settled;
    }
}
