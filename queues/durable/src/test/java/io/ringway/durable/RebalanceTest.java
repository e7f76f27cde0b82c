package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.log.MemoryLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten partitions over ten consumers that come and go, while messages flow. */
@Timeout(300)
class RebalanceTest {

    private static final String QUEUE = "$queue/rebalance";
    private static final int PARTITIONS = 10;
    private static final int ROUNDS = 60;

    /** By key, the messages in the order of their leases: that in which they were handed out. */
    private final Map<String, NavigableMap<Long, Integer>> seen = new ConcurrentHashMap<>();

    private final Semaphore acked = new Semaphore(0);
    private final Deque<Subscription> members = new ArrayDeque<>();

    private void join(DurableQueues queues, String consumer) {
        members.addLast(queues.subscribe(QUEUE, "g", consumer, SubscribeOptions.DEFAULT, delivery -> {
            int number = Integer.parseInt(UTF_8.decode(delivery.payload()).toString());
            seen.computeIfAbsent(delivery.key(), key -> new ConcurrentSkipListMap<>())
                    .put(delivery.lease(), number);
            delivery.ack().whenComplete((nothing, stale) -> {
                // A consumer that leaves gives back what it has not settled: another one gets it.
                if (stale == null) {
                    acked.release();
                }
            });
        }));
    }

    private static void requireOneOwnerEach(DurableQueues queues, int consumers) {
        List<ConsumerStats> there = queues.stats(QUEUE).groups().get(0).consumers().stream()
                .filter(consumer -> !consumer.partitions().isEmpty())
                .toList();
        assertThat(there).hasSize(consumers);
        assertThat(there.stream().flatMap(consumer -> consumer.partitions().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, PARTITIONS).boxed().toList());
        assertThat(there)
                .allMatch(consumer -> consumer.partitions().size() <= (PARTITIONS + consumers - 1) / consumers);
    }

    private static void leave(Subscription member, int round) {
        switch (round % 3) {
            case 0 -> member.close();
            case 1 -> member.disconnect();
            default -> member.drain();
        }
    }

    @Test
    void everyPartitionHasOneOwnerAgainAndMessagesFlowInOrder() throws Exception {
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.of(QUEUE));
            for (int c = 0; c < PARTITIONS; c++) {
                join(queues, "c" + c);
                requireOneOwnerEach(queues, c + 1);
            }
            int published = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int key = 0; key < 2 * PARTITIONS; key++) {
                    queues.publish(
                            QUEUE,
                            Message.builder(("" + round).getBytes(UTF_8))
                                    .key("k" + key)
                                    .build());
                    published++;
                }
                if (round % 2 == 0) {
                    leave(members.removeFirst(), round / 2);
                    requireOneOwnerEach(queues, PARTITIONS - 1);
                } else {
                    join(queues, "again" + round);
                    requireOneOwnerEach(queues, PARTITIONS);
                }
            }
            assertThat(acked.tryAcquire(published, 60, TimeUnit.SECONDS)).isTrue();
            assertThat(queues.stats(QUEUE).depth()).isZero();
        }
        assertThat(acked.availablePermits()).as("settled twice").isZero();
        assertThat(seen).hasSize(2 * PARTITIONS);
        seen.forEach((key, numbers) -> {
            assertThat(List.copyOf(numbers.values())).as(key).isSorted();
            assertThat(new TreeSet<>(numbers.values())).as(key).hasSize(ROUNDS);
        });
    }
}
