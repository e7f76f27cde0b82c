package io.ringway.queues;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The ways in which a consumer may remove. */
enum Removal {
    POLL(false) {
        @Override
        boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) {
            return recorded(queue.poll(), ledger);
        }
    },
    DRAIN(false) {
        @Override
        boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) {
            return queue.drain(ledger::recordInOrder, batch) > 0;
        }
    },
    TAKE(true) {
        @Override
        boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) throws InterruptedException {
            return recorded(((BlockingQueue<Long>) queue).take(), ledger);
        }
    },
    TIMED_POLL(true) {
        @Override
        boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) throws InterruptedException {
            return recorded(((BlockingQueue<Long>) queue).poll(20, TimeUnit.MICROSECONDS), ledger);
        }
    },
    DRAIN_TO(true) {
        @Override
        boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) {
            List<Long> target = new ArrayList<>();
            ((BlockingQueue<Long>) queue).drainTo(target, batch);
            target.forEach(ledger::recordInOrder);
            return !target.isEmpty();
        }
    },
    PEEK_THEN_POLL(false) {
        @Override
        boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) {
            queue.peek();
            return recorded(queue.poll(), ledger);
        }
    },
    NON_BLOCKING_MIX(false) {
        @Override
        boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) throws InterruptedException {
            return either(POLL, DRAIN, PEEK_THEN_POLL).remove(queue, ledger, batch);
        }
    },
    MIX(true) {
        @Override
        boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) throws InterruptedException {
            return either(POLL, DRAIN, TAKE, TIMED_POLL, DRAIN_TO, PEEK_THEN_POLL)
                    .remove(queue, ledger, batch);
        }
    },
    /** Any element that is there, not only the oldest. */
    FROM_ANYWHERE(true) {
        @Override
        boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) {
            Object[] candidates = queue.toArray();
            if (candidates.length == 0) {
                return false;
            }
            Object chosen = candidates[ThreadLocalRandom.current().nextInt(candidates.length)];
            if (!queue.remove(chosen)) {
                return false;
            }
            ledger.record((Long) chosen);
            return true;
        }
    },
    /** A consumer that takes some out of turn. */
    POLL_OR_FROM_ANYWHERE(true) {
        @Override
        boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) throws InterruptedException {
            return either(POLL, POLL, DRAIN, TAKE, FROM_ANYWHERE).remove(queue, ledger, batch);
        }
    };

    private final boolean blocking;

    Removal(boolean blocking) {
        this.blocking = blocking;
    }

    /** Removes and records at least one element, or returns {@code false}. */
    abstract boolean remove(BoundedQueue<Long> queue, Ledger ledger, int batch) throws InterruptedException;

    boolean suits(QueueKind kind) {
        return kind.isBlocking() || !blocking;
    }

    private static boolean recorded(Long element, Ledger ledger) {
        if (element == null) {
            return false;
        }
        ledger.recordInOrder(element);
        return true;
    }

    private static Removal either(Removal... choices) {
        return choices[ThreadLocalRandom.current().nextInt(choices.length)];
    }
}
