package io.ringway.benchmarks.log;

import io.ringway.log.Spool;
import io.ringway.log.SpoolOptions;
import io.ringway.log.SpoolRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Records of 1 KiB into the spool and out of it, in records a second. Every batch is durable when it is stored. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class SpoolBenchmark {

    private static final int BATCH = 512;
    private static final int REPLAYED = 100 * BATCH;
    private static final List<byte[]> RECORDS = Collections.nCopies(BATCH, new byte[1024]);

    /** A spool of 512 MiB. */
    @State(Scope.Benchmark)
    public static class Open {
        private Path folder;
        Spool spool;

        /**
         * Opens a new spool.
         *
         * @throws IOException if there is no place for it
         */
        @Setup
        public void open() throws IOException {
            folder = Folder.create();
            spool = Spool.open(folder, SpoolOptions.defaults().withMaxBytes(1L << 29));
        }

        /**
         * Closes the spool and deletes it.
         *
         * @throws IOException if it can't be deleted
         */
        @TearDown
        public void close() throws IOException {
            spool.close();
            Folder.delete(folder);
        }
    }

    /** The same, with records to be read before each call. */
    @State(Scope.Benchmark)
    public static class Filled extends Open {

        /** Stores the records. */
        @Setup(Level.Invocation)
        public void fill() {
            for (int i = 0; i < REPLAYED; i += BATCH) {
                spool.append(RECORDS);
            }
        }
    }

    /**
     * Stores a batch; the oldest records go when there is no room.
     *
     * @param state has the spool
     * @return how many were stored
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int write(Open state) {
        return state.spool.append(RECORDS);
    }

    /**
     * Reads and acknowledges all that was stored.
     *
     * @param state has the spool
     * @param blackhole takes the records
     */
    @Benchmark
    @OperationsPerInvocation(REPLAYED)
    public void replay(Filled state, Blackhole blackhole) {
        Spool spool = state.spool;
        for (List<SpoolRecord> read = spool.read(BATCH, 1 << 20); !read.isEmpty(); read = spool.read(BATCH, 1 << 20)) {
            blackhole.consume(read);
            spool.acknowledge(read.get(read.size() - 1).sequence());
        }
    }
}
