package io.ringway.benchmarks.durable;

import io.ringway.durable.Delivery;
import io.ringway.durable.DeliveryListener;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.Lease;
import io.ringway.durable.Limits;
import io.ringway.durable.Message;
import io.ringway.durable.Performance;
import io.ringway.durable.QueueConfig;
import io.ringway.durable.SubscribeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ours: order by key, leases, attempts and retries are part of it. */
final class EnginePath extends DurablePath {

    private static final String QUEUE = "$queue/path";
    private static final String GROUP = "g";

    private final DurableQueues queues;

    EnginePath(Path directory) {
        queues = DurableQueues.open(directory);
        queues.create(QueueConfig.builder(QUEUE)
                .partitions(PARTITIONS)
                .performance(new Performance(Duration.ofSeconds(30), BATCH))
                .limits(new Limits(1 << 20, 10_000_000, Duration.ofDays(7)))
                .build());
        for (int i = 0; i < PARTITIONS; i++) {
            queues.subscribe(QUEUE, GROUP, "c" + i, SubscribeOptions.DEFAULT.withPrefetch(1_024), new Consumer());
        }
    }

    @Override
    void publish(int key, byte[] bytes) {
        queues.publish(QUEUE, Message.builder(bytes).key("k" + key).build()).thenAccept(result -> durable(1));
    }

    private final class Consumer implements DeliveryListener {

        @Override
        public void onDelivery(Delivery delivery) {
            throw new IllegalStateException("only batches come");
        }

        @Override
        public void onBatch(List<Delivery> batch) {
            List<Lease> leases = new ArrayList<>(batch.size());
            for (Delivery delivery : batch) {
                PeerPath.consume(delivery.payload().get(0));
                leases.add(new Lease(delivery.messageId(), delivery.lease()));
            }
            queues.ack(QUEUE, GROUP, leases).thenAccept(result -> settled(result.settled()));
        }
    }

    @Override
    public void close() {
        queues.close();
    }
}
