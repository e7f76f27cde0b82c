package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A run of producers and consumers over one queue. It ends with the close of the queue, and then checks that what was
 * accepted came out, exactly once, and in each producer's order.
 */
record Transfer(
        QueueKind kind,
        int capacity,
        int producers,
        int consumers,
        int perProducer,
        Insertion insertion,
        Removal removal,
        int batch,
        boolean thirdParty,
        long closeAfter) {

    /** The queue is closed when every element was accepted. */
    static final long AT_THE_END = Long.MAX_VALUE;

    /** Runs to the end. */
    void run() throws Exception {
        BoundedQueue<Long> queue = kind.create(capacity);
        CountDownLatch start = new CountDownLatch(1);
        List<Worker<Long>> producing = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            int producer = i;
            producing.add(Worker.start(() -> {
                start.await();
                return produce(queue, producer);
            }));
        }
        List<Worker<Ledger>> consuming = new ArrayList<>();
        for (int i = 0; i < consumers; i++) {
            consuming.add(Worker.start(() -> {
                start.await();
                return consume(queue, removal);
            }));
        }
        if (thirdParty) {
            consuming.add(Worker.start(() -> {
                start.await();
                return consume(queue, Removal.FROM_ANYWHERE);
            }));
        }

        start.countDown();
        if (closesEarly() && kind != QueueKind.SPSC) {
            while (queue.stats().enqueued() < closeAfter) {
                Thread.yield();
            }
            queue.close();
        }
        long[] accepted = new long[producers];
        for (int i = 0; i < producers; i++) {
            accepted[i] = producing.get(i).result();
        }
        queue.close();
        Ledger delivered = new Ledger(producers);
        for (Worker<Ledger> consumer : consuming) {
            delivered.merge(consumer.result());
        }

        Ledger expected = Ledger.ofFirst(accepted);
        delivered.assertSameElementsAs(expected);
        if (closesEarly()) {
            assertThat(expected.count()).isGreaterThanOrEqualTo(Math.min(closeAfter, (long) producers * perProducer));
        } else {
            assertThat(accepted).containsOnly(perProducer);
        }
        QueueStats stats = queue.stats();
        assertThat(stats.enqueued()).isEqualTo(expected.count());
        assertThat(stats.dequeued()).isEqualTo(expected.count());
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.size()).isZero();
        assertThat(queue.poll()).isNull();
    }

    private boolean closesEarly() {
        return closeAfter != AT_THE_END;
    }

    /** Returns the number of elements that were accepted. */
    private long produce(BoundedQueue<Long> queue, int producer) throws InterruptedException {
        Insertion.Cursor cursor = new Insertion.Cursor(producer, perProducer);
        try {
            while (cursor.left() > 0) {
                if (!insertion.insert(queue, cursor, batch)) {
                    Thread.yield();
                }
                if (kind == QueueKind.SPSC && cursor.accepted() >= closeAfter) {
                    // This queue promises to keep what was accepted if its producer is the one that closes.
                    queue.close();
                }
            }
        } catch (QueueClosedException e) {
            assertThat(closesEarly()).as("closed early").isTrue();
        }
        return cursor.accepted();
    }

    private Ledger consume(BoundedQueue<Long> queue, Removal way) throws InterruptedException {
        Ledger ledger = new Ledger(producers);
        try {
            while (true) {
                boolean ending = queue.isClosed();
                if (!way.remove(queue, ledger, batch)) {
                    if (ending && queue.isEmpty()) {
                        return ledger;
                    }
                    Thread.yield();
                }
            }
        } catch (QueueClosedException e) {
            assertThat(queue.isClosed()).isTrue();
            return ledger;
        }
    }
}
