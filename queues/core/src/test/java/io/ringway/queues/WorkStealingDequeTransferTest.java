package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One owner and some thieves, more threads than cores too: each element is taken exactly once. */
class WorkStealingDequeTransferTest {

    /** How often the owner comes back for more. */
    private static final int ROUNDS = 12_000;

    private static final int MAX_BURST = 24;

    /** What a thread took, and how often. */
    private record Haul(Ledger ledger, long pushes) {}

    @ParameterizedTest
    @CsvSource({
        "1, 0, 1",
        "1, 0, 3",
        "2, 0, 1",
        "2, 0, 3",
        "64, 0, 1",
        "64, 0, 3",
        "1, 1, 1",
        "2, 1, 3",
        "2, 2, 1",
        "64, 4, 1",
        "64, 64, 3"
    })
    void everyElementIsTakenOnce(int capacity, int privateLimit, int thieves) throws Exception {
        WorkStealingDeque<Long> deque = new WorkStealingDeque<>(capacity, privateLimit);
        AtomicBoolean done = new AtomicBoolean();
        List<Worker<Haul>> workers = new ArrayList<>();
        for (int thief = 0; thief < thieves; thief++) {
            boolean batches = thief % 2 == 1;
            boolean inOrder = thieves == 1;
            workers.add(Worker.start(() -> batches ? stealBatches(deque, done) : steal(deque, done, inOrder)));
        }
        workers.add(Worker.start(() -> own(deque, capacity, done)));

        Ledger taken = new Ledger(1);
        long pushes = 0;
        for (Worker<Haul> worker : workers) {
            Haul haul = worker.result();
            taken.merge(haul.ledger());
            pushes += haul.pushes();
        }
        taken.assertSameElementsAs(Ledger.ofFirst(new long[] {pushes}));
        QueueStats stats = deque.stats();
        assertThat(stats.size()).isZero();
        assertThat(stats.enqueued()).isEqualTo(pushes);
        assertThat(stats.dequeued()).isEqualTo(pushes);
        assertThat(deque.slots).containsOnlyNulls();
        assertThat(deque.privates).containsOnlyNulls();
    }

    private static Haul own(WorkStealingDeque<Long> deque, int capacity, AtomicBoolean done) {
        SplittableRandom random = new SplittableRandom(capacity);
        Ledger ledger = new Ledger(1);
        long pushes = 0;
        long refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = random.nextInt(MAX_BURST); i > 0; i--) {
                if (deque.push(Ledger.element(0, pushes))) {
                    pushes++;
                } else {
                    refused++;
                }
            }
            for (int i = random.nextInt(MAX_BURST); i > 0; i--) {
                record(ledger, deque.pop());
            }
            if (random.nextInt(MAX_BURST) == 0) {
                deque.share();
                Thread.yield(); // or thieves get too little where there are fewer cores than threads
            }
        }
        while (record(ledger, deque.pop())) {
            // until thieves and owner have emptied it
        }
        assertThat(deque.stats().rejected()).isEqualTo(refused);
        done.set(true);
        return new Haul(ledger, pushes);
    }

    private static Haul steal(WorkStealingDeque<Long> deque, AtomicBoolean done, boolean inOrder) {
        Ledger ledger = new Ledger(1);
        while (!done.get()) {
            Long e = deque.steal();
            if (e == null) {
                Thread.onSpinWait();
            } else if (inOrder) {
                ledger.recordInOrder(e);
            } else {
                ledger.record(e);
            }
        }
        return new Haul(ledger, 0);
    }

    private static Haul stealBatches(WorkStealingDeque<Long> deque, AtomicBoolean done) {
        Ledger ledger = new Ledger(1);
        WorkStealingDeque<Long> into = new WorkStealingDeque<>(8, 2);
        while (!done.get()) {
            deque.stealBatch(into, 5);
            while (record(ledger, into.pop())) {
                // all that the batch brought
            }
        }
        return new Haul(ledger, 0);
    }

    private static boolean record(Ledger ledger, Long e) {
        if (e == null) {
            return false;
        }
        ledger.record(e);
        return true;
    }
}
