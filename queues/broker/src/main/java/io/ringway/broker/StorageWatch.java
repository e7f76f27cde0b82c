package io.ringway.broker;

import io.ringway.durable.DurableException;
import io.ringway.durable.DurableQueues;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when the storage fails and when it works again: once, however many requests fail meanwhile. */
final class StorageWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StorageWatch.class);

    private final DurableQueues queues;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "storage-watch");
        thread.setDaemon(true);
        return thread;
    });
    private boolean hasFailed;

    StorageWatch(DurableQueues queues) {
        this.queues = queues;
        Future<?> unused = timer.scheduleWithFixedDelay(this::look, 250, 250, TimeUnit.MILLISECONDS);
    }

    private void look() {
        DurableException failure = queues.storageFailure().orElse(null);
        if (failure != null && !hasFailed) {
            LOG.error("nothing can be stored: {}", failure.getMessage(), failure);
        } else if (failure == null && hasFailed) {
            LOG.info("the storage works again");
        }
        hasFailed = failure != null;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
