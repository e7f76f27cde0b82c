package io.ringway.benchmarks.durable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.IOCompletion;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.journal.impl.dataformat.ByteArrayEncoding;
import org.jspecify.annotations.Nullable;

/**
 * The journal of ActiveMQ Artemis on NIO: an add record for a message, a delete record for its acknowledgement. It
 * gathers records for half a millisecond, as the broker's default is with asynchronous I/O, and syncs once for them.
 */
final class ArtemisPath extends PeerPath {

    private static final int FILE_BYTES = 1 << 26;
    private static final int BUFFER_BYTES = 1 << 19;
    private static final int BUFFER_NANOS = 500_000;

    private final NIOSequentialFileFactory files;
    private final JournalImpl journal;
    private volatile @Nullable String failure;
    private long lastId;

    ArtemisPath(Path directory) {
        files = new NIOSequentialFileFactory(directory.toFile(), true, BUFFER_BYTES, BUFFER_NANOS, 1, false);
        journal = new JournalImpl(FILE_BYTES, 4, 8, 10, 30, files, "path", "amq", 1);
        try {
            journal.start();
            journal.loadInternalOnly();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        start();
    }

    /** Calls back when what was appended is in the file, and synced if that was asked. */
    private final class Completion implements IOCompletion {

        private final Runnable done;

        Completion(Runnable done) {
            this.done = done;
        }

        @Override
        public void storeLineUp() {}

        @Override
        public void done() {
            done.run();
        }

        @Override
        public void onError(int code, @Nullable String text) {
            failure = code + ": " + text;
        }
    }

    @Override
    void publish(int key, byte[] bytes) {
        Sent message = new Sent(++lastId, key % PARTITIONS, bytes);
        try {
            Completion completion = new Completion(() -> {
                durable(1);
                deliver(message);
            });
            journal.appendAddRecord(message.id, (byte) 1, new ByteArrayEncoding(bytes), true, completion);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    void acknowledge(long[] ids) {
        try {
            for (int i = 0; i < ids.length - 1; i++) {
                journal.appendDeleteRecord(ids[i], false);
            }
            journal.appendDeleteRecord(ids[ids.length - 1], false, new Completion(() -> settled(ids.length)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stopConsumers();
        List<Exception> failures = new ArrayList<>();
        try {
            journal.stop();
            files.stop();
        } catch (Exception e) {
            failures.add(e);
        }
        if (failure != null || !failures.isEmpty()) {
            throw new IllegalStateException("the journal has failed: " + failure + " " + failures);
        }
    }
}
