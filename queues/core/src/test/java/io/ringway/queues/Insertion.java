package io.ringway.queues;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The ways in which a producer may insert. */
enum Insertion {
    OFFER(false) {
        @Override
        boolean insert(BoundedQueue<Long> queue, Cursor cursor, int batch) {
            if (!queue.offer(cursor.current())) {
                return false;
            }
            cursor.advance();
            return true;
        }
    },
    FILL(false) {
        @Override
        boolean insert(BoundedQueue<Long> queue, Cursor cursor, int batch) {
            return queue.fill(cursor::next, (int) Math.min(batch, cursor.left())) > 0;
        }
    },
    PUT(true) {
        @Override
        boolean insert(BoundedQueue<Long> queue, Cursor cursor, int batch) throws InterruptedException {
            ((BlockingQueue<Long>) queue).put(cursor.current());
            cursor.advance();
            return true;
        }
    },
    TIMED_OFFER(true) {
        @Override
        boolean insert(BoundedQueue<Long> queue, Cursor cursor, int batch) throws InterruptedException {
            if (!((BlockingQueue<Long>) queue).offer(cursor.current(), 20, TimeUnit.MICROSECONDS)) {
                return false;
            }
            cursor.advance();
            return true;
        }
    },
    NON_BLOCKING_MIX(false) {
        @Override
        boolean insert(BoundedQueue<Long> queue, Cursor cursor, int batch) throws InterruptedException {
            return either(OFFER, FILL).insert(queue, cursor, batch);
        }
    },
    MIX(true) {
        @Override
        boolean insert(BoundedQueue<Long> queue, Cursor cursor, int batch) throws InterruptedException {
            return either(OFFER, FILL, PUT, TIMED_OFFER).insert(queue, cursor, batch);
        }
    };

    /** The elements of one producer, in order. */
    static final class Cursor {
        private final int producer;
        private final long end;
        private long sequence;

        Cursor(int producer, long end) {
            this.producer = producer;
            this.end = end;
        }

        Long current() {
            return Ledger.element(producer, sequence);
        }

        void advance() {
            sequence++;
        }

        Long next() {
            Long element = current();
            advance();
            return element;
        }

        long left() {
            return end - sequence;
        }

        /** The number of elements that the queue has accepted. */
        long accepted() {
            return sequence;
        }
    }

    private final boolean blocking;

    Insertion(boolean blocking) {
        this.blocking = blocking;
    }

    /** Inserts at least one element and moves the cursor on, or returns {@code false}. */
    abstract boolean insert(BoundedQueue<Long> queue, Cursor cursor, int batch) throws InterruptedException;

    boolean suits(QueueKind kind) {
        return kind.isBlocking() || !blocking;
    }

    private static Insertion either(Insertion... choices) {
        return choices[ThreadLocalRandom.current().nextInt(choices.length)];
    }
}
