package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.log.CommandLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an engine told its users, and after how many operations on files; and whether a state keeps it. Everything is
 * written down after it was told, and every wish before it was uttered.
 */
final class Promises {

    static final int NEVER = Integer.MAX_VALUE;

    /** A message of the queue. */
    static final class Told {
        final String text;
        volatile int published = NEVER;
        volatile int partition;
        volatile long offset = -1;

        /** When its end was asked for, and when that was told. */
        volatile int endAsked = NEVER;

        volatile int endTold = NEVER;
        /** When its end as a dead letter was told, which a power cut must not take back. */
        volatile int deadTold = NEVER;

        /** Attempt 1 at place 0. */
        final List<Integer> deliveries = Collections.synchronizedList(new ArrayList<>());

        Told(String text) {
            this.text = text;
        }
    }

    final Map<String, Told> messages = Collections.synchronizedMap(new HashMap<>());

    private final String queue;
    private final String dlq;
    private final String group;
    private final RecordedFiles files;

    Promises(String queue, String dlq, String group, RecordedFiles files) {
        this.queue = queue;
        this.dlq = dlq;
        this.group = group;
        this.files = files;
    }

    Told message(String text) {
        return messages.computeIfAbsent(text, Told::new);
    }

    /** Holds a state to what was told before a power cut after so many operations. */
    void requireKept(StateMachine machine, CommandLog log, int steps) {
        QueueState of = machine.state().queues().get(queue);
        QueueState letters = machine.state().queues().get(dlq);
        for (Told message : messages.values()) {
            boolean live = of != null && message.offset >= 0 && of.partitions[message.partition].isLive(message.offset);
            int buried = letters == null ? 0 : buried(letters, message);
            assertThat(buried + (live ? 1 : 0)).as(message.text + ": copies").isLessThanOrEqualTo(1);
            if (message.published <= steps && message.endAsked >= steps) {
                assertThat(live).as(message.text + " was published").isTrue();
            }
            if (isDurable(message.endTold, steps)) {
                assertThat(live).as(message.text + " comes back").isFalse();
                assertThat(buried).as(message.text + ": dead letters").isEqualTo(message.deadTold == NEVER ? 0 : 1);
            }
            if (message.published <= steps && message.deadTold != NEVER) {
                assertThat(buried + (live ? 1 : 0))
                        .as(message.text + ": copies")
                        .isEqualTo(1);
            }
            if (message.deadTold <= steps) {
                assertThat(buried).as(message.text + ": dead letters").isEqualTo(1);
            }
            if (live) {
                assertThat(payload(of.partitions[message.partition], message.offset, log))
                        .isEqualTo(message.text);
                assertThat(attempts(of, message))
                        .as(message.text + ": attempts")
                        .isGreaterThanOrEqualTo(told(message, steps));
            }
        }
    }

    /** A settlement, or an attempt, outlives a power cut once there was another sync. */
    private boolean isDurable(int told, int steps) {
        return told != NEVER && files.nextSync(told) < steps;
    }

    private int told(Told message, int steps) {
        int attempt = 0;
        while (attempt < message.deliveries.size() && isDurable(message.deliveries.get(attempt), steps)) {
            attempt++;
        }
        return attempt;
    }

    private int attempts(QueueState of, Told message) {
        Group known = of.group(group);
        Entry entry = known == null ? null : known.places[message.partition].entries.get(message.offset);
        return entry == null ? 0 : entry.attempt;
    }

    private static int buried(QueueState letters, Told message) {
        int found = 0;
        for (Partition partition : letters.partitions) {
            for (DeadInfo info : partition.dead.values()) {
                if (info.partition() == message.partition && info.offset() == message.offset) {
                    found++;
                }
            }
        }
        return found;
    }

    static String payload(Partition partition, long offset, CommandLog log) {
        Block block = partition.liveBlock(offset);
        byte[] record = new byte[block.length[(int) offset & Block.MASK]];
        log.read(block.address[(int) offset & Block.MASK], ByteBuffer.wrap(record));
        assertThat(Wire.isIntact(record)).isTrue();
        return UTF_8.decode(new RecordView(record).payload()).toString();
    }
}
