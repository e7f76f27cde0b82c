package io.ringway.queues;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import org.awaitility.Awaitility;

/** The queues under test, so that one test states the contract of all of them. */
enum QueueKind {
    SPSC(false, false) {
        @Override
        <E> BoundedQueue<E> create(int capacity) {
            return new SpscQueue<>(capacity);
        }
    },
    MPSC(true, false) {
        @Override
        <E> BoundedQueue<E> create(int capacity) {
            return new MpscQueue<>(capacity);
        }
    },
    MPMC(true, true) {
        @Override
        <E> BoundedQueue<E> create(int capacity) {
            return new MpmcQueue<>(capacity);
        }
    },
    /** All elements of one priority: a FIFO queue as well. */
    PRIORITY(true, true) {
        @Override
        <E> BoundedQueue<E> create(int capacity) {
            return new ConcurrentPriorityQueue<>(capacity);
        }
    },
    PRIORITY_LEVELS(true, true) {
        @Override
        <E> BoundedQueue<E> create(int capacity) {
            return new ConcurrentPriorityQueue<>(capacity, 3);
        }
    };

    /** The kinds that are a {@link BlockingQueue}. */
    static final List<QueueKind> BLOCKING =
            Arrays.stream(values()).filter(QueueKind::isBlocking).toList();

    /** The kinds that allow any number of consumers. */
    static final List<QueueKind> MANY_CONSUMERS =
            Arrays.stream(values()).filter(QueueKind::allowsManyConsumers).toList();

    private final boolean manyProducers;
    private final boolean manyConsumers;

    QueueKind(boolean manyProducers, boolean manyConsumers) {
        this.manyProducers = manyProducers;
        this.manyConsumers = manyConsumers;
    }

    abstract <E> BoundedQueue<E> create(int capacity);

    /** The same queue seen as a {@link BlockingQueue}; only the kinds with many producers are one. */
    @SuppressWarnings("unchecked")
    final <E> BlockingQueue<E> createBlocking(int capacity) {
        return (BlockingQueue<E>) this.<E>create(capacity);
    }

    final boolean isBlocking() {
        return manyProducers;
    }

    final boolean allowsManyConsumers() {
        return manyConsumers;
    }

    /** Whether the capacity is rounded up to a power of two. */
    final boolean rounds() {
        return this != PRIORITY && this != PRIORITY_LEVELS;
    }

    /** At most {@code wanted} producers, as many as the kind allows. */
    final int producers(int wanted) {
        return manyProducers ? wanted : 1;
    }

    /** At most {@code wanted} consumers, as many as the kind allows. */
    final int consumers(int wanted) {
        return manyConsumers ? wanted : 1;
    }

    /** A queue that {@link #createBlocking} made, seen as a {@link BoundedQueue}. */
    static <E> BoundedQueue<E> bounded(Queue<E> queue) {
        return (BoundedQueue<E>) queue;
    }

    /** A queue with the numbers from 0 up to {@code count}, exclusive. */
    final BoundedQueue<Integer> holding(int count, int capacity) {
        BoundedQueue<Integer> queue = create(capacity);
        addNumbers(queue, count);
        return queue;
    }

    /** As {@link #holding}, seen as a {@link BlockingQueue}. */
    final BlockingQueue<Integer> blockingHolding(int count, int capacity) {
        BlockingQueue<Integer> queue = createBlocking(capacity);
        addNumbers(queue, count);
        return queue;
    }

    private static void addNumbers(Queue<Integer> queue, int count) {
        for (int i = 0; i < count; i++) {
            queue.add(i);
        }
    }

    /** Polls until the queue is empty. */
    static <E> List<E> pollAll(Queue<E> queue) {
        List<E> polled = new ArrayList<>();
        for (E element = queue.poll(); element != null; element = queue.poll()) {
            polled.add(element);
        }
        return polled;
    }

    /** Waits until another thread has taken everything. */
    static void awaitEmpty(Queue<?> queue) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(queue::isEmpty);
    }
}
