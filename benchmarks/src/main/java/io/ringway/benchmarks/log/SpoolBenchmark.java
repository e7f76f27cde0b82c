package io.ringway.benchmarks.log;

import io.ringway.benchmarks.Elements;
import io.ringway.benchmarks.ForkSettings;
import io.ringway.log.Spool;
import io.ringway.log.SpoolOptions;
import io.ringway.log.SpoolRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Records of 1 KiB into the spool and out of it. Every batch is durable when it is stored. */
@State(Scope.Benchmark)
public class SpoolBenchmark extends ForkSettings {

    private static final int BATCH = 512;
    private static final int REPLAYED = 50 * BATCH;
    private static final long MAX_BYTES = 1L << 29;
    private static final List<byte[]> RECORDS = Collections.nCopies(BATCH, new byte[1024]);

    /** Name of the contender. */
    @Param({"ringway.Spool", "jdk.FileChannel"})
    public String queue;

    /** A contender of 512 MiB. */
    @State(Scope.Benchmark)
    public static class Open {
        private Path folder;
        private @Nullable Spool spool;
        private @Nullable PlainFile file;

        /**
         * Opens it anew.
         *
         * @param benchmark names it
         * @throws IOException if there is no place for it
         */
        @Setup
        public void open(SpoolBenchmark benchmark) throws IOException {
            folder = Folder.create();
            if (benchmark.queue.startsWith("ringway.")) {
                spool = Spool.open(folder, SpoolOptions.defaults().withMaxBytes(MAX_BYTES));
            } else {
                file = new PlainFile(folder.resolve("records"), MAX_BYTES);
            }
        }

        /**
         * Closes and deletes it.
         *
         * @throws IOException if it can't be deleted
         */
        @TearDown
        public void close() throws IOException {
            if (spool != null) {
                spool.close();
            }
            if (file != null) {
                file.close();
            }
            Folder.delete(folder);
        }

        final void append() throws IOException {
            if (spool != null) {
                int unused = spool.append(RECORDS);
            } else if (file != null) {
                file.append(RECORDS);
            }
        }

        /** Reads and acknowledges the next records, and returns how many. */
        final int read(Blackhole blackhole) throws IOException {
            if (spool != null) {
                List<SpoolRecord> read = spool.read(BATCH, 1 << 20);
                blackhole.consume(read);
                if (!read.isEmpty()) {
                    int unused = spool.acknowledge(read.get(read.size() - 1).sequence());
                }
                return read.size();
            }
            List<byte[]> read = file == null ? List.of() : file.read();
            blackhole.consume(read);
            return read.size();
        }
    }

    /** The same, with records to be read before each call. */
    @State(Scope.Benchmark)
    public static class Filled extends Open {

        /**
         * Stores the records.
         *
         * @throws IOException if the disk fails
         */
        @Setup(Level.Invocation)
        public void fill() throws IOException {
            for (int i = 0; i < REPLAYED; i += BATCH) {
                append();
            }
        }
    }

    /**
     * Stores a batch; the oldest records go when there is no room.
     *
     * @param state has the contender
     * @param stored counts the records
     * @throws IOException if the disk fails
     */
    @Benchmark
    public void write(Open state, Elements stored) throws IOException {
        state.append();
        stored.elements += BATCH;
    }

    /**
     * Reads and acknowledges all that was stored.
     *
     * @param state has the contender
     * @param blackhole takes the records
     * @param read counts them
     * @throws IOException if the disk fails
     */
    @Benchmark
    public void replay(Filled state, Blackhole blackhole, Elements read) throws IOException {
        for (int count = state.read(blackhole); count > 0; count = state.read(blackhole)) {
            read.elements += count;
        }
    }
}
