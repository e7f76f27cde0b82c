package io.ringway.benchmarks.log;

import io.ringway.log.SegmentLog;
import io.ringway.log.SegmentLogOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One batch of messages of 1 KiB, appended and made durable: what a commit takes, and how often. Messages a second are
 * the commits a second times {@code messages}.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class LogBenchmark {

    private static final int MESSAGE_BYTES = 1024;

    /** What the log may hold; the oldest segments are used again. */
    private static final long KEPT_BYTES = 1L << 28;

    /** The messages in a batch. */
    @Param({"1", "32", "512"})
    public int messages;

    private Path folder;
    private SegmentLog log;
    private ByteBuffer batch;

    /**
     * Opens a new log.
     *
     * @throws IOException if there is no place for it
     */
    @Setup
    public void open() throws IOException {
        folder = Folder.create();
        log = SegmentLog.open(folder, SegmentLogOptions.defaults());
        batch = ByteBuffer.allocateDirect(messages * MESSAGE_BYTES);
        for (int i = 0; i < batch.capacity(); i++) {
            batch.put((byte) (i * 31));
        }
        batch.flip();
    }

    /**
     * Closes the log and deletes it.
     *
     * @throws IOException if it can't be deleted
     */
    @TearDown
    public void close() throws IOException {
        log.close();
        Folder.delete(folder);
    }

    /**
     * Appends a batch and syncs; what is old is given up, so that the disk doesn't fill.
     *
     * @return the position of the end
     */
    @Benchmark
    public long commit() {
        long position = log.append(batch);
        log.dropBefore(position - KEPT_BYTES);
        return log.sync();
    }
}
