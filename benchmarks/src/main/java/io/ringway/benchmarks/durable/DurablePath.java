package io.ringway.benchmarks.durable;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * The way of messages through a durable queue with ten partitions, at least once: published, made durable by a sync
 * that all share who came meanwhile, delivered, acknowledged. An acknowledgement has survived the death of the process
 * when it counts; it waits for no sync.
 */
abstract class DurablePath implements AutoCloseable {

    static final int PARTITIONS = 10;
    static final int CONSUMER_THREADS = 2;
    static final int BATCH = 64;

    private static final int KEYS = 10_000;

    /** Publishes that may wait for their sync. */
    private static final int WINDOW = 16_384;

    private final byte[] payload = new byte[1024];
    private final Semaphore window = new Semaphore(WINDOW);
    private final Semaphore settled = new Semaphore(0);
    private int published;

    static DurablePath open(String name, Path directory) {
        return switch (name) {
            case "ringway.DurableQueues" -> new EnginePath(directory);
            case "rocksdb.write-batch" -> new RocksPath(directory);
            case "artemis.journal" -> new ArtemisPath(directory);
            case "chronicle.queue" -> new ChroniclePath(directory);
            default -> throw new IllegalArgumentException("no durable queue is named " + name);
        };
    }

    /** Moves messages the whole way. From one thread. */
    final void move(int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            window.acquire();
            publish(published++ % KEYS, payload);
        }
        settled.acquire(messages);
    }

    /** Messages that have settled without having been waited for, or were published and did not become durable. */
    final int underWay() {
        return settled.availablePermits() + WINDOW - window.availablePermits();
    }

    /** Publishes a message of a key, and calls {@link #durable} when it is durable. */
    abstract void publish(int key, byte[] bytes) throws InterruptedException;

    final void durable(int messages) {
        window.release(messages);
    }

    final void settled(int messages) {
        settled.release(messages);
    }

    @Override
    public abstract void close();
}
