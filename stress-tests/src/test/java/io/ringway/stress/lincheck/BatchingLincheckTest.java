package io.ringway.stress.lincheck;

import static io.ringway.stress.lincheck.Claim.modelChecking;
import static io.ringway.stress.lincheck.Claim.stress;

import io.ringway.queues.BatchingQueue;
import io.ringway.queues.QueueClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Batches are formed, given out and waited for as if one call came after another. */
class BatchingLincheckTest {

    private static final String LINEARIZABLE =
            "offer, drainBatch, flush and close are linearizable while there is room";

    private final String test;

    BatchingLincheckTest(TestInfo info) {
        test = "BatchingLincheckTest." + info.getTestMethod().orElseThrow().getName();
    }

    private Claim claim(String what) {
        return new Claim(test, "BatchingQueue", what);
    }

    private static BatchingQueue<Integer> queue(int batchSize, int maxPending) {
        return new BatchingQueue<>(batchSize, Duration.ofDays(1), maxPending);
    }

    @Test
    void batchingIsLinearizable() {
        claim(LINEARIZABLE).holds(modelChecking(BatchingModel.class), BatchingOperations.class);
    }

    @Test
    void batchingOnRealThreadsIsLinearizable() {
        claim(LINEARIZABLE).holds(stress(BatchingModel.class), BatchingOperations.class);
    }

    @Test
    void takeEndsByTheElementsOfABatch() {
        claim("takeBatch ends with the batch that offers complete").holds(() -> {
            BatchingQueue<Integer> queue = queue(2, 2);
            Party taker = new Party(queue::takeBatch);
            queue.offer(1);
            queue.offer(2);
            expect(List.of(1, 2), taker.result());
        });
    }

    @Test
    void takeEndsByFlush() {
        claim("takeBatch ends with what is flushed").holds(() -> {
            BatchingQueue<Integer> queue = queue(2, 2);
            Party taker = new Party(queue::takeBatch);
            queue.offer(1);
            queue.flush();
            expect(List.of(1), taker.result());
        });
    }

    @Test
    void takeEndsByClose() {
        claim("takeBatch ends by close, with what is there").holds(() -> {
            BatchingQueue<Integer> queue = queue(2, 2);
            Party taker = new Party(queue::takeBatch);
            Party other = new Party(queue::takeBatch);
            queue.offer(1);
            queue.close();
            List<Integer> both = new ArrayList<>(taker.result());
            both.addAll(other.result());
            expect(List.of(1), both);
        });
    }

    @Test
    void putEndsByDrain() {
        claim("put ends when a batch is drained").holds(() -> {
            BatchingQueue<Integer> queue = queue(1, 1);
            queue.offer(1);
            Party putter = new Party(() -> {
                queue.put(2);
                return List.of();
            });
            if (queue.drainBatch(e -> {}) != 1) {
                throw new AssertionError("nothing drained");
            }
            putter.result();
            expect(List.of(2), new Party(queue::takeBatch).result());
        });
    }

    /** Compares without a library: Lincheck runs inside of everything that is called here. */
    private static void expect(List<Integer> expected, List<Integer> actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + " but was " + actual);
        }
    }

    /** A call in a thread of its own; a queue closed for it gives an empty batch. */
    private static final class Party {

        private final Thread thread;
        private List<Integer> result = List.of();

        private Party(Call call) {
            thread = new Thread(() -> {
                try {
                    result = call.result();
                } catch (QueueClosedException e) {
                    result = List.of();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody interrupts", e);
                }
            });
            thread.start();
        }

        /** Waits for the call to end. */
        private List<Integer> result() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
            return result;
        }
    }

    @FunctionalInterface
    private interface Call {
        List<Integer> result() throws InterruptedException;
    }
}
