package io.ringway.benchmarks.durable;

import io.ringway.benchmarks.Elements;
import io.ringway.benchmarks.ForkSettings;
import io.ringway.benchmarks.log.Folder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Messages of 1 KiB through a durable queue: published and made durable, delivered to ten consumers, acknowledged. See
 * {@link DurablePath} for what each contender does.
 */
@State(Scope.Benchmark)
public class DurableBenchmark extends ForkSettings {

    private static final int MESSAGES = 20_000;

    /** Long enough that each has filled its first files and uses them again. */
    private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Name of the contender. */
    @Param({"ringway.DurableQueues", "rocksdb.write-batch", "artemis.journal", "chronicle.queue"})
    public String queue;

    private Path folder;
    private DurablePath path;

    /**
     * Opens the store, and uses it for a while.
     *
     * @throws IOException if there is no place for it
     * @throws InterruptedException if JMH gives up
     */
    @Setup(Level.Trial)
    public void open() throws IOException, InterruptedException {
        folder = Folder.create();
        path = DurablePath.open(queue, folder);
        long end = System.nanoTime() + SETTLING_NANOS;
        while (System.nanoTime() < end) {
            path.move(MESSAGES);
        }
    }

    /**
     * Closes the store and deletes it.
     *
     * @throws IOException if it can't be deleted
     */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        path.close();
        Folder.delete(folder);
    }

    /**
     * Publishes messages, and waits until each is acknowledged.
     *
     * @param moved counts them
     * @throws InterruptedException if JMH gives up
     */
    @Benchmark
    public void durable(Elements moved) throws InterruptedException {
        path.move(MESSAGES);
        moved.elements += MESSAGES;
    }
}
