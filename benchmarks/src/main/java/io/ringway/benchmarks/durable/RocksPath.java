package io.ringway.benchmarks.durable;

import io.ringway.queues.MpscQueue;
import io.ringway.queues.QueueClosedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB: whatever has arrived goes into one WriteBatch, with a sync of the write-ahead log if a publish is in it. A
 * message is a put, its acknowledgement a SingleDelete. Files of the write-ahead log are used again.
 */
final class RocksPath extends PeerPath {

    private static final int PENDING = 1 << 13;
    private static final int BATCH_COMMANDS = 1 << 12;
    private static final int BATCH_BYTES = 1 << 19;

    private final Options options;
    private final RocksDB database;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    private final MpscQueue<Object> inbox = new MpscQueue<>(PENDING);
    private final Thread writer;
    private volatile @Nullable Throwable failure;
    private long lastId;

    static {
        RocksDB.loadLibrary();
    }

    RocksPath(Path directory) {
        options = new Options()
                .setCreateIfMissing(true)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setRecycleLogFileNum(4);
        try {
            database = RocksDB.open(options, directory.toString());
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
        start();
        writer = new Thread(this::write, "rocksdb-writer");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    void publish(int key, byte[] bytes) throws InterruptedException {
        inbox.put(new Sent(++lastId, key % PARTITIONS, bytes));
    }

    @Override
    void acknowledge(long[] ids) throws InterruptedException {
        inbox.put(ids);
    }

    private void write() {
        byte[] key = new byte[Long.BYTES];
        try (WriteBatch batch = new WriteBatch()) {
            while (true) {
                Object command = inbox.take();
                List<Sent> sent = new ArrayList<>();
                int settled = 0;
                for (int count = 0; command != null; count++) {
                    if (command instanceof Sent message) {
                        batch.put(key(key, message.id), message.bytes);
                        sent.add(message);
                    } else {
                        long[] ids = (long[]) command;
                        for (long id : ids) {
                            batch.singleDelete(key(key, id));
                        }
                        settled += ids.length;
                    }
                    command = count < BATCH_COMMANDS && batch.getDataSize() < BATCH_BYTES ? inbox.poll() : null;
                }
                database.write(sent.isEmpty() ? unsynced : synced, batch);
                batch.clear();
                settled(settled);
                durable(sent.size());
                deliver(sent);
            }
        } catch (QueueClosedException end) {
            // Closed, and everything is written.
        } catch (InterruptedException | RocksDBException e) {
            failure = e;
            inbox.close();
        }
    }

    private static byte[] key(byte[] into, long id) {
        ByteBuffer.wrap(into).putLong(0, id);
        return into;
    }

    @Override
    public void close() {
        stopConsumers();
        inbox.close();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
        options.close();
        synced.close();
        unsynced.close();
        Throwable failed = failure;
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
    }
}
