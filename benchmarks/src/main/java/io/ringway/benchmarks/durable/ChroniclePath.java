package io.ringway.benchmarks.durable;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import org.jspecify.annotations.Nullable;

/**
 * Chronicle Queue, as it is by default: an excerpt for a message, and one for an acknowledgement of several. It writes
 * to mapped memory, which survives the death of the process but not that of the machine; so its file is synced for each
 * batch. Its own {@code sync()} is the same call for the part that is mapped at the moment, and leaves out the end of
 * the part before, if a batch has begun there. What is acknowledged stays in the file: it deletes whole files only, of
 * a day each.
 */
final class ChroniclePath extends GatheringPath {

    private static final byte MESSAGE = 1;
    private static final byte ACKNOWLEDGEMENT = 2;

    private final ChronicleQueue queue;
    private final Bytes<?> excerpt = Bytes.allocateElasticDirect();

    /** Made by the writer: it belongs to one thread. */
    private @Nullable ExcerptAppender appender;

    /** The file that is appended to. */
    private @Nullable File path;

    private @Nullable FileChannel file;

    static {
        // It would call home, and print how it is called.
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
    }

    ChroniclePath(Path directory) {
        queue = ChronicleQueue.single(directory.toString());
        startAll();
    }

    private ExcerptAppender appender() {
        ExcerptAppender mine = appender;
        if (mine == null) {
            mine = queue.createAppender();
            appender = mine;
        }
        return mine;
    }

    @Override
    void add(Sent message) {
        excerpt.clear();
        excerpt.writeByte(MESSAGE).writeLong(message.id).write(message.bytes);
        appender().writeBytes(excerpt);
    }

    @Override
    void remove(long[] ids) {
        excerpt.clear();
        excerpt.writeByte(ACKNOWLEDGEMENT);
        for (long id : ids) {
            excerpt.writeLong(id);
        }
        appender().writeBytes(excerpt);
    }

    @Override
    void commit(boolean synced) throws IOException {
        if (!synced) {
            return;
        }
        File now = appender().currentFile();
        FileChannel open = file;
        if (open == null || !now.equals(path)) {
            if (open != null) {
                open.force(false); // the day has ended within the batch
                open.close();
            }
            open = FileChannel.open(now.toPath(), StandardOpenOption.WRITE);
            file = open;
            path = now;
        }
        open.force(false);
    }

    @Override
    public void close() {
        stopAll();
        queue.close();
        excerpt.releaseLast();
        FileChannel open = file;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        requireNoFailure();
    }
}
