package io.ringway.durable;

import io.ringway.log.CommandLog;
import io.ringway.log.LogException;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.QueueClosedException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sync thread: makes batches durable and then tells what they came to, in the order of the log. All batches that
 * were appended during a sync share the next one.
 */
final class Teller implements Runnable {

    /** Batches that may wait for a sync. */
    private static final int DEPTH = 64;

    private final CommandLog log;
    private final Engine engine;
    private final MpscQueue<Output> stage = new MpscQueue<>(DEPTH);
    private final Set<Member> toSchedule = new LinkedHashSet<>();
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
        try {
            while (true) {
                batch[0] = stage.take();
                int count = 1;
                boolean mustSync = batch[0].mustSync;
                Output more;
                while (count < DEPTH && (more = stage.poll()) != null) {
                    mustSync |= more.mustSync;
                    batch[count++] = more;
                }
                if (mustSync && failed == null) {
                    sync();
                }
                for (int i = 0; i < count; i++) {
                    tell(batch[i]);
                    batch[i] = null;
                }
                for (Member member : toSchedule) {
                    member.schedule();
                }
                toSchedule.clear();
                if (!mustSync && stage.isEmpty() && failed == null) {
                    sync(); // nobody waits for it, but what was told should be safe soon
                }
            }
        } catch (QueueClosedException end) {
            // The log thread has handed over its last batch.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sync() {
        try {
            log.sync();
        } catch (LogException | IllegalStateException e) {
            failed = new StorageException("the log could not be made durable: " + e.getMessage(), e);
            engine.broken(failed);
        }
    }

    private void tell(Output output) {
        DurableException failure = failed != null && output.mustSync ? failed : output.failure;
        boolean callsUser = false;
        for (int i = 0; i < output.requests.size(); i++) {
            Request request = output.requests.get(i);
            if (request.callsUser()) {
                callsUser = true;
            } else {
                settle(output, i, failure);
            }
        }
        if (callsUser) {
            engine.callUser(() -> {
                for (int i = 0; i < output.requests.size(); i++) {
                    if (output.requests.get(i).callsUser()) {
                        settle(output, i, failure);
                    }
                }
            });
        }
        if (failure != null) {
            return;
        }
        for (Handed delivery : output.deliveries) {
            delivery.member.hand(delivery);
            toSchedule.add(delivery.member);
        }
        for (Output.End end : output.ends) {
            end.member().end(end.reason());
        }
        if (!output.deadLetters.isEmpty()) {
            Consumer<? super DeadLetterEvent> listener = engine.onDeadLetter();
            engine.callUser(() -> output.deadLetters.forEach(listener));
        }
    }

    private void settle(Output output, int i, @Nullable DurableException failure) {
        Request request = output.requests.get(i);
        if (failure != null) {
            request.fail(failure);
        } else {
            request.complete(output.results.get(i));
        }
        engine.release(request);
    }
}
