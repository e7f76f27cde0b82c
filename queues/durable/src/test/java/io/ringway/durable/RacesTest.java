package io.ringway.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringway.log.MemoryLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pairs of operations at the same moment, many times: whoever wins, both are told the same story. */
@Timeout(120)
class RacesTest {

    private static final String QUEUE = "$queue/races";
    private static final int ROUNDS = 200;

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    @Test
    void aPublishDuringACloseIsEitherDurableOrRefused() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            MemoryLog log = new MemoryLog();
            DurableQueues queues = DurableQueues.open(log, DurableOptions.DEFAULT);
            queues.create(QueueConfig.of(QUEUE));
            CyclicBarrier start = new CyclicBarrier(2);
            Future<?> closing = other.submit(() -> {
                start.await();
                queues.close();
                return null;
            });
            List<CompletableFuture<PublishResult>> published = new ArrayList<>();
            start.await();
            for (int i = 0; i < 20; i++) {
                published.add(queues.publish(QUEUE, Message.of(new byte[8])));
            }
            closing.get(20, TimeUnit.SECONDS);
            int durable = 0;
            for (CompletableFuture<PublishResult> each : published) {
                Throwable failure = each.handle((result, e) -> e).get(20, TimeUnit.SECONDS);
                if (failure == null) {
                    durable++;
                } else {
                    assertThat(failure).isInstanceOf(EngineClosedException.class);
                }
            }
            try (DurableQueues again = DurableQueues.open(log.reopen(false), DurableOptions.DEFAULT)) {
                assertThat(again.stats(QUEUE).depth()).isEqualTo(durable);
            }
        }
    }

    @Test
    void anAckDuringTheExpiryOfItsLeaseEitherSettlesOrIsStaleAndTheMessageComesAgain() throws Exception {
        AtomicLong nanos = new AtomicLong();
        DurableOptions options = DurableOptions.builder().nanoClock(nanos::get).build();
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), options)) {
            queues.create(QueueConfig.builder(QUEUE)
                    .retryPolicy(
                            new RetryPolicy(1_000, Duration.ofMillis(1), Duration.ofMillis(1), 1, Duration.ofDays(1)))
                    .build());
            BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            CyclicBarrier start = new CyclicBarrier(2);
            int settled = 0;
            for (int round = 0; round < ROUNDS; round++) {
                queues.publish(QUEUE, Message.of(new byte[8])).join();
                Delivery first = deliveries.poll(20, TimeUnit.SECONDS);
                Future<?> expiring = other.submit(() -> {
                    start.await();
                    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
                    return queues.stats(QUEUE); // wakes the engine
                });
                start.await();
                Throwable failure = first.ack().handle((nothing, e) -> e).get(20, TimeUnit.SECONDS);
                expiring.get(20, TimeUnit.SECONDS);
                if (failure == null) {
                    settled++;
                } else {
                    assertThat(failure).isInstanceOf(StaleLeaseException.class);
                    nanos.addAndGet(Duration.ofMillis(2).toNanos());
                    queues.stats(QUEUE);
                    Delivery second = deliveries.poll(20, TimeUnit.SECONDS);
                    assertThat(second.messageId()).isEqualTo(first.messageId());
                    assertThat(second.attempt()).isEqualTo(2);
                    second.ack().get(20, TimeUnit.SECONDS);
                }
                assertThat(queues.stats(QUEUE).depth()).isZero();
                assertThat(deliveries).isEmpty();
            }
            assertThat(queues.stats(QUEUE).expired()).isEqualTo(ROUNDS - settled);
        }
    }

    @Test
    void aConsumerNeverHoldsMoreThanItsPrefetchAndMissesNothing() throws Exception {
        int prefetch = 3;
        int messages = 5_000;
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.builder(QUEUE)
                    .partitions(1)
                    .ordering(Ordering.NONE)
                    .build());
            SubscribeOptions options = SubscribeOptions.DEFAULT.withPrefetch(prefetch);
            queues.subscribe(QUEUE, "g", "c", options, delivery -> {
                most.accumulateAndGet(held.incrementAndGet(), Math::max);
                deliveries.add(delivery);
            });
            Future<?> settling = other.submit(() -> {
                for (int i = 0; i < messages; i++) {
                    Delivery delivery = deliveries.poll(20, TimeUnit.SECONDS);
                    assertThat(delivery).isNotNull();
                    assertThat(delivery.offset())
                            .as("in order, nothing left out")
                            .isEqualTo(i);
                    held.decrementAndGet();
                    delivery.ack();
                }
                return null;
            });
            for (int i = 0; i < messages; i++) {
                queues.publish(QUEUE, Message.of(new byte[8]));
            }
            settling.get(60, TimeUnit.SECONDS);
            await().until(() -> queues.stats(QUEUE).acked() == messages);
            assertThat(most).hasValueLessThanOrEqualTo(prefetch);
        }
    }
}
