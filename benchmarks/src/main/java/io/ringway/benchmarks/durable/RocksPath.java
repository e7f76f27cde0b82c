package io.ringway.benchmarks.durable;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB: a batch is one WriteBatch, with a sync of the write-ahead log if a publish is in it. A message is a put, its
 * acknowledgement a SingleDelete. Files of the write-ahead log are used again.
 */
final class RocksPath extends GatheringPath {

    private final Options options;
    private final RocksDB database;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    private final WriteBatch batch = new WriteBatch();
    private final byte[] key = new byte[Long.BYTES];

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
        startAll();
    }

    @Override
    void add(Sent message) throws RocksDBException {
        batch.put(key(message.id), message.bytes);
    }

    @Override
    void remove(long[] ids) throws RocksDBException {
        for (long id : ids) {
            batch.singleDelete(key(id));
        }
    }

    @Override
    void commit(boolean sync) throws RocksDBException {
        database.write(sync ? synced : unsynced, batch);
        batch.clear();
    }

    private byte[] key(long id) {
        ByteBuffer.wrap(key).putLong(0, id);
        return key;
    }

    @Override
    public void close() {
        stopAll();
        batch.close();
        database.close();
        options.close();
        synced.close();
        unsynced.close();
        requireNoFailure();
    }
}
