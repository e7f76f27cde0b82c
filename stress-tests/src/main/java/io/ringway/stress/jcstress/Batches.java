package io.ringway.stress.jcstress;

import io.ringway.queues.BatchingQueue;
import io.ringway.queues.BatchingStats;
import java.time.Duration;

/** Batches as the tests write them: the elements of each, with a bar between batches, and {@code -} for none. */
final class Batches {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private Batches() {}

    /** Returns a queue with the elements in it, where no linger ends a batch. */
    static BatchingQueue<Integer> of(int batchSize, int maxPending, int... elements) {
        return with(new BatchingQueue<>(batchSize, NEVER, maxPending), elements);
    }

    /** Returns a queue with the elements in it, where an element has waited long enough as soon as it is there. */
    static BatchingQueue<Integer> hasty(int batchSize, int maxPending, int... elements) {
        return with(new BatchingQueue<>(batchSize, AT_ONCE, maxPending), elements);
    }

    private static BatchingQueue<Integer> with(BatchingQueue<Integer> queue, int... elements) {
        for (int element : elements) {
            if (!queue.offer(element)) {
                throw new IllegalStateException("no room for " + element);
            }
        }
        return queue;
    }

    /** Removes a batch that is ready. */
    static String drained(BatchingQueue<Integer> queue) {
        StringBuilder batch = new StringBuilder();
        int count = queue.drainBatch(batch::append);
        return count == batch.length() ? Elements.written(batch) : "counted " + count + " of " + batch;
    }

    /** Removes a batch that is ready, with a sink that throws at its first element. */
    static String drainedOne(BatchingQueue<Integer> queue) {
        StringBuilder batch = new StringBuilder();
        try {
            queue.drainBatch(element -> {
                batch.append(element);
                throw new ArithmeticException();
            });
        } catch (ArithmeticException e) {
            return Elements.written(batch);
        }
        return Elements.written(batch);
    }

    /** Closes the queue and removes all batches; adds what is wrong with the counts. */
    static String rest(BatchingQueue<Integer> queue) {
        queue.close();
        StringBuilder rest = new StringBuilder();
        for (String batch = drained(queue); !batch.equals("-"); batch = drained(queue)) {
            rest.append(rest.length() == 0 ? "" : "|").append(batch);
        }
        BatchingStats stats = queue.stats();
        if (stats.enqueued() != stats.dequeued() || stats.size() != 0) {
            rest.append(' ').append(stats);
        }
        return Elements.written(rest);
    }
}
