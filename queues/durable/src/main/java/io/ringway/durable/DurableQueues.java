package io.ringway.durable;

import io.ringway.log.CommandLog;
import io.ringway.log.LogException;
import io.ringway.log.SegmentLog;
import io.ringway.log.SegmentLogOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The engine of durable queues. For any thread.
 *
 * <h2>Durability</h2>
 *
 * A publish completes when the message is as durable as {@link QueueConfig#durability()} says. A change of queues
 * returns when it has survived a power cut. A settlement completes when it has survived the death of the process; a
 * power cut in the moments after it, until the next sync or for about 10 ms if there is none, may cause one more
 * delivery with the same attempt number. A message is delivered when it is as durable as its publish promises.
 *
 * <h2>Back-pressure</h2>
 *
 * When the disk does not keep up, callers of every method wait for room, except on an interrupt, which fails the
 * request with {@link InvalidRequestException} and leaves the thread interrupted. Futures complete and listeners run on
 * the engine's delivery threads.
 *
 * <h2>Failures</h2>
 *
 * Methods and futures fail with a {@link DurableException}; then nothing was changed. One exception: after a
 * {@link StorageException} it is unknown until the engine is opened again whether the request has survived.
 */
public interface DurableQueues extends AutoCloseable {

    /**
     * Opens the engine in a directory.
     *
     * @param directory where the log is; it is made if it isn't there
     * @param options how the engine runs
     * @return the engine, with the state in which it was left
     * @throws StorageException if the directory cannot be used, is in use, or holds a log that is damaged
     */
    static DurableQueues open(Path directory, DurableOptions options) {
        try {
            return open(SegmentLog.open(directory, SegmentLogOptions.defaults()), options);
        } catch (LogException e) {
            throw new StorageException("the queues in " + directory + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Opens the engine in a directory with the default options.
     *
     * @param directory where the log is; it is made if it isn't there
     * @return the engine, with the state in which it was left
     * @throws StorageException if the directory cannot be used, is in use, or holds a log that is damaged
     */
    static DurableQueues open(Path directory) {
        return open(directory, DurableOptions.DEFAULT);
    }

    /**
     * Opens the engine on a log, which it closes at its end, and also if it cannot be opened.
     *
     * @param log the log; a {@link io.ringway.log.MemoryLog} for tests
     * @param options how the engine runs
     * @return the engine, with the state that the log tells
     * @throws StorageException if the log cannot be read
     */
    static DurableQueues open(CommandLog log, DurableOptions options) {
        try {
            return new Engine(log, options);
        } catch (LogException e) {
            log.close();
            throw new StorageException("the queues cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    /**
     * Creates a queue, and its dead-letter queue if there is none.
     *
     * @param config the configuration
     * @return the configuration
     * @throws QueueExistsException if there is a queue with the name
     */
    QueueConfig create(QueueConfig config);

    /**
     * Looks for a queue.
     *
     * @param queue its name
     * @return its configuration; empty if there is no such queue
     */
    Optional<QueueConfig> find(String queue);

    /**
     * Returns a queue.
     *
     * @param queue its name
     * @return its configuration
     * @throws UnknownQueueException if there is no such queue
     */
    QueueConfig get(String queue);

    /**
     * Returns every queue.
     *
     * @return the configurations, ordered by name
     */
    List<QueueConfig> list();

    /**
     * Changes the configuration of a queue. It applies to what is in the queue already; leases and retries that have
     * begun keep their deadlines.
     *
     * @param config the new configuration
     * @return the new configuration
     * @throws UnknownQueueException if there is no queue with the name
     * @throws InvalidConfigException if the number of partitions or the ordering differs
     */
    QueueConfig update(QueueConfig config);

    /**
     * Deletes a queue with its messages and groups. Its dead-letter queue stays.
     *
     * @param queue its name
     * @throws UnknownQueueException if there is no such queue
     */
    void delete(String queue);

    /**
     * Deletes the messages of a queue, those in flight too: their leases become stale.
     *
     * @param queue its name; a dead-letter queue as well
     * @return how many messages were deleted
     * @throws UnknownQueueException if there is no such queue
     */
    long purge(String queue);

    /**
     * Deletes a consumer group; its subscriptions end. Messages that it alone had yet to settle, and no group has
     * settled, stay.
     *
     * @param queue the queue
     * @param group the group
     * @throws UnknownQueueException if there is no such queue
     * @throws UnknownGroupException if there is no such group
     */
    void deleteGroup(String queue, String group);

    /**
     * Publishes a message. It is copied before this method returns.
     *
     * @param queue the queue
     * @param message the message
     * @return completes when the message is durable; fails with {@link UnknownQueueException},
     *     {@link QueueFullException}, {@link MessageTooLargeException}, {@link InvalidRequestException},
     *     {@link EngineClosedException} or {@link StorageException}
     */
    CompletableFuture<PublishResult> publish(String queue, Message message);

    /**
     * Joins a consumer group, which is created if there is none. If the consumer is a member already, the new
     * subscription replaces the old one, and what that had in flight is delivered again.
     *
     * @param queue the queue
     * @param group the group
     * @param consumerId the consumer, unique within the group
     * @param options prefetch, start of a new group, heartbeat
     * @param listener takes the deliveries
     * @return the subscription
     * @throws UnknownQueueException if there is no such queue
     * @throws InvalidRequestException if a name is empty or too long
     */
    Subscription subscribe(
            String queue, String group, String consumerId, SubscribeOptions options, DeliveryListener listener);

    /**
     * Acknowledges deliveries: done.
     *
     * @param queue the queue
     * @param group the group
     * @param leases what is to be settled
     * @return the outcome for each; fails with {@link UnknownQueueException} or {@link UnknownGroupException}
     */
    CompletableFuture<SettleResult> ack(String queue, String group, List<Lease> leases);

    /**
     * Gives deliveries back as failed: they are tried again.
     *
     * @param queue the queue
     * @param group the group
     * @param leases what is to be settled
     * @param delay how long to wait before the next delivery; null for the back-off of the queue
     * @return the outcome for each; fails with {@link UnknownQueueException} or {@link UnknownGroupException}
     */
    CompletableFuture<SettleResult> nack(String queue, String group, List<Lease> leases, @Nullable Duration delay);

    /**
     * Gives deliveries back as failed for good: they become dead letters.
     *
     * @param queue the queue
     * @param group the group
     * @param leases what is to be settled
     * @param reason kept with the dead letter, at most 1,024 bytes
     * @return the outcome for each; fails with {@link UnknownQueueException} or {@link UnknownGroupException}
     */
    CompletableFuture<SettleResult> reject(String queue, String group, List<Lease> leases, String reason);

    /**
     * Gives deliveries more time.
     *
     * @param queue the queue
     * @param group the group
     * @param leases what is to be extended
     * @param time how long from now the leases last; null for the delivery time-out of the queue
     * @return the outcome for each; fails with {@link UnknownQueueException} or {@link UnknownGroupException}
     */
    CompletableFuture<SettleResult> extend(String queue, String group, List<Lease> leases, @Nullable Duration time);

    /**
     * Returns the state of a queue.
     *
     * @param queue its name
     * @return its counts, groups and consumers
     * @throws UnknownQueueException if there is no such queue
     */
    DurableQueueStats stats(String queue);

    /**
     * Returns the state of every queue, all at the same instant.
     *
     * @return one record for each queue, ordered by name
     */
    List<DurableQueueStats> stats();

    /**
     * Returns how many messages a queue holds. Costs next to nothing.
     *
     * @param queue its name
     * @return the count, which may be behind by what is being written
     * @throws UnknownQueueException if there is no such queue
     */
    long depth(String queue);

    /**
     * Lists dead letters, oldest first. One whose message is damaged is in the list too, without it.
     *
     * @param queue the queue that they come from
     * @param after the id after which to begin; null for the first page
     * @param limit the most to return, from 1 to 1,000
     * @return a page; empty if there are no more
     * @throws UnknownQueueException if there is no such queue
     */
    List<DeadLetter> deadLetters(String queue, @Nullable String after, int limit);

    /**
     * Returns a dead letter and leaves it where it is.
     *
     * @param queue the queue that it comes from
     * @param id {@link DeadLetter#id()}
     * @return the dead letter
     * @throws UnknownQueueException if there is no such queue
     * @throws UnknownMessageException if there is no such dead letter
     */
    DeadLetter deadLetter(String queue, String id);

    /**
     * Puts a dead letter back into the queue that it comes from, for the group that failed, or for every group if that
     * is gone. It begins anew with attempt 1 and a new id.
     *
     * @param queue the queue that it comes from
     * @param id {@link DeadLetter#id()}
     * @return the id in the queue
     * @throws UnknownQueueException if there is no such queue
     * @throws UnknownMessageException if there is no such dead letter
     * @throws QueueFullException if the queue is full
     */
    String retryDeadLetter(String queue, String id);

    /**
     * Deletes the dead letters of a queue.
     *
     * @param queue the queue that they come from
     * @return how many were deleted
     * @throws UnknownQueueException if there is no such queue
     */
    long purgeDeadLetters(String queue);

    /**
     * Tells why changes are refused at present. While the disk is full the engine tries again each second, and goes on
     * when there is room; a log that has failed stays so until the engine is opened again.
     *
     * @return what the storage failed with; empty if it works
     */
    Optional<DurableException> storageFailure();

    /**
     * Ends the engine: later requests are refused, earlier ones are carried out, subscriptions end. What is in flight
     * is delivered again when the engine is opened again. Closing again does nothing.
     *
     * @throws StorageException if the log could not be made durable; the engine is closed all the same
     */
    @Override
    void close();
}
