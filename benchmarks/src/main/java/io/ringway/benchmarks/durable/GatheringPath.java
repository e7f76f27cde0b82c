package io.ringway.benchmarks.durable;

import io.ringway.queues.MpscQueue;
import io.ringway.queues.QueueClosedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer that does not gather by itself: one thread takes whatever has arrived, writes it, and syncs once for all of it
 * if a publish is among it.
 */
abstract class GatheringPath extends PeerPath {

    private static final int PENDING = 1 << 13;
    private static final int BATCH_COMMANDS = 1 << 12;
    private static final int BATCH_BYTES = 1 << 19;

    private final MpscQueue<Object> inbox = new MpscQueue<>(PENDING);
    private final Thread writer = new Thread(this::write, "gathering-writer");
    private volatile @Nullable Throwable failure;
    private long lastId;

    /** Starts the writer and the consumers, once the store is open. */
    final void startAll() {
        start();
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    final void publish(int key, byte[] bytes) throws InterruptedException {
        inbox.put(new Sent(++lastId, key % PARTITIONS, bytes));
    }

    @Override
    final void acknowledge(long[] ids) throws InterruptedException {
        inbox.put(ids);
    }

    /** Adds a message to the batch. */
    abstract void add(Sent message) throws Exception;

    /** Adds the acknowledgement of messages to the batch. */
    abstract void remove(long[] ids) throws Exception;

    /** Ends the batch: it survives the death of the process from now on, or that of the machine, too. */
    abstract void commit(boolean synced) throws Exception;

    private void write() {
        try {
            while (true) {
                Object command = inbox.take();
                List<Sent> sent = new ArrayList<>();
                int settled = 0;
                int bytes = 0;
                for (int count = 0; command != null; count++) {
                    if (command instanceof Sent message) {
                        add(message);
                        bytes += message.bytes.length;
                        sent.add(message);
                    } else {
                        long[] ids = (long[]) command;
                        remove(ids);
                        settled += ids.length;
                    }
                    command = count < BATCH_COMMANDS && bytes < BATCH_BYTES ? inbox.poll() : null;
                }
                commit(!sent.isEmpty());
                settled(settled);
                durable(sent.size());
                deliver(sent);
            }
        } catch (QueueClosedException end) {
            // Closed, and everything is written.
        } catch (Exception e) {
            failure = e;
            inbox.close();
        }
    }

    /** Ends the threads, in good order. Before the store is closed. */
    final void stopAll() {
        stopConsumers();
        inbox.close();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells of a failure. After the store was closed. */
    final void requireNoFailure() {
        Throwable failed = failure;
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
    }
}
