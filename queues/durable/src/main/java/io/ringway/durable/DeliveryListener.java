package io.ringway.durable;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes the deliveries of one subscription. It is called by one thread at a time, from the engine's delivery threads,
 * which it shares with others: it must not block for long.
 *
 * <p>A delivery whose call throws counts as failed: the message is retried as after a nack.
 */
@FunctionalInterface
public interface DeliveryListener {

    /**
     * Takes one delivery. It is settled by the methods of the delivery or of the engine, now or later, from any thread.
     *
     * @param delivery the delivery
     */
    void onDelivery(Delivery delivery);

    /**
     * Takes what is there at once, in order: up to {@link Performance#batchSize()} deliveries. By default each goes to
     * {@link #onDelivery}. If this method throws, every delivery of the batch that it left unsettled counts as failed.
     *
     * @param batch the deliveries, at least one; not to be kept after the call
     */
    default void onBatch(List<Delivery> batch) {
        for (int i = 0; i < batch.size(); i++) {
            Delivery delivery = batch.get(i);
            try {
                onDelivery(delivery);
            } catch (RuntimeException e) {
                CompletableFuture<Void> unused = delivery.nack();
            }
        }
    }

    /**
     * Tells that the subscription has ended: no delivery follows.
     *
     * @param reason why
     */
    default void onEnd(EndReason reason) {}
}
