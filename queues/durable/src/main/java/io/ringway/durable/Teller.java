package io.ringway.durable;

import io.ringway.log.CommandLog;
import io.ringway.log.LogException;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.QueueClosedException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sync thread: makes batches durable and then tells what they came to, in the order of the log. All batches that
 * were appended during a sync share the next one. What need not wait for a sync, the log thread has told already.
 */
final class Teller implements Runnable {

    /** Batches that may wait for a sync. */
    private static final int DEPTH = 64;

    /** How long a batch that nobody waits for waits for a sync of others. */
    private static final long IDLE_MILLIS = 10;

    private final CommandLog log;
    private final Engine engine;
    private final MpscQueue<Output> stage = new MpscQueue<>(DEPTH);
    private @Nullable DurableException failed;

    Teller(CommandLog log, Engine engine) {
        this.log = log;
        this.engine = engine;
    }

    /** Hands a batch over. Waits for room: that is the back-pressure of a slow disk. */
    void put(Output output) throws InterruptedException {
        stage.put(output);
    }

    void close() {
        stage.close();
    }

    @Override
    public void run() {
        Output[] batch = new Output[DEPTH];
        boolean synced = true;
        try {
            while (true) {
                Output first = synced ? stage.take() : stage.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    sync(); // nobody waits for it, but what was told should be safe soon
                    synced = true;
                    continue;
                }
                batch[0] = first;
                int count = 1;
                boolean mustSync = batch[0].mustSync;
                Output more;
                while (count < DEPTH && (more = stage.poll()) != null) {
                    mustSync |= more.mustSync;
                    batch[count++] = more;
                }
                synced = mustSync;
                if (mustSync) {
                    sync();
                }
                for (int i = 0; i < count; i++) {
                    tell(batch[i]);
                    batch[i] = null;
                }
            }
        } catch (QueueClosedException end) {
            // The log thread has handed over its last batch.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sync() {
        if (failed != null) {
            return;
        }
        try {
            log.sync();
        } catch (LogException | IllegalStateException e) {
            failed = new StorageException("the log could not be made durable: " + e.getMessage(), e);
            engine.broken(failed);
        }
    }

    private void tell(Output output) {
        DurableException failure = failed != null && output.mustSync ? failed : output.failure;
        engine.complete(output, failure);
        if (failure != null) {
            return;
        }
        for (Handed delivery : output.deliveries) {
            delivery.member.handRound(delivery);
        }
        Member.scheduleAll(output.deliveries);
        for (Output.End end : output.ends) {
            end.member().end(end.reason());
        }
        if (!output.deadLetters.isEmpty()) {
            Consumer<? super DeadLetterEvent> listener = engine.onDeadLetter();
            engine.callUser(() -> output.deadLetters.forEach(listener));
        }
    }
}
