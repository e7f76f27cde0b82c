package io.ringway.benchmarks;

import io.ringway.queues.ConcurrentPriorityQueue;
import java.util.AbstractQueue;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A priority queue in a queue's place: ours, and the JDK's with what a user has to add to them. */
abstract class Prioritized extends AbstractQueue<Object> {

    /** How many levels the form with levels has. */
    static final int LEVELS = 8;

    /** Of an element that is offered without one. */
    private static final int MIDDLE = LEVELS / 2;

    private Prioritized() {}

    /** Inserts an element with a priority from 0 to {@link #LEVELS} - 1, or any where the queue takes any. */
    abstract boolean offer(Object element, int priority);

    @Override
    public final boolean offer(Object element) {
        return offer(element, MIDDLE);
    }

    @Override
    public final @Nullable Object peek() {
        throw new UnsupportedOperationException("no benchmark looks ahead");
    }

    @Override
    public final int size() {
        throw new UnsupportedOperationException("no benchmark asks for the size");
    }

    @Override
    public final Iterator<Object> iterator() {
        throw new UnsupportedOperationException("no benchmark iterates");
    }

    /** Ours, with {@link #LEVELS} levels. */
    static Prioritized levels(int capacity) {
        return new Ours(new ConcurrentPriorityQueue<>(capacity, LEVELS));
    }

    /** Ours, for any priority. */
    static Prioritized anyPriority(int capacity) {
        return new Ours(new ConcurrentPriorityQueue<>(capacity));
    }

    /** {@link PriorityBlockingQueue} with a sequence number in each element: FIFO among equals, as ours. */
    static Prioritized blockingWithSequence(int capacity) {
        return new Blocking(capacity, true);
    }

    /** {@link PriorityBlockingQueue} as it is: equals come out in any order. */
    static Prioritized blocking(int capacity) {
        return new Blocking(capacity, false);
    }

    /** {@link ConcurrentSkipListMap} by priority and sequence number. */
    static Prioritized skipList(int capacity) {
        return new SkipList(capacity);
    }

    private static final class Ours extends Prioritized {
        private final ConcurrentPriorityQueue<Object> queue;

        Ours(ConcurrentPriorityQueue<Object> queue) {
            this.queue = queue;
        }

        @Override
        boolean offer(Object element, int priority) {
            return queue.offer(element, priority);
        }

        @Override
        public @Nullable Object poll() {
            return queue.poll();
        }
    }

    private record Key(int priority, long sequence) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byPriority = Integer.compare(priority, other.priority);
            return byPriority != 0 ? byPriority : Long.compare(sequence, other.sequence);
        }
    }

    /** The bound that the JDK's lack: a counter costs less than their own size, which locks or counts. */
    private static final class Bound {
        private final AtomicInteger held = new AtomicInteger();
        private final int capacity;

        Bound(int capacity) {
            this.capacity = capacity;
        }

        boolean enter() {
            if (held.get() >= capacity) {
                return false;
            }
            if (held.incrementAndGet() > capacity) {
                held.decrementAndGet();
                return false;
            }
            return true;
        }

        void leave() {
            held.decrementAndGet();
        }
    }

    private static final class Blocking extends Prioritized {
        private record Node(Object element, int priority, long sequence) {}

        private static final Comparator<Node> BY_PRIORITY = (a, b) -> Integer.compare(a.priority, b.priority);
        private static final Comparator<Node> BY_SEQUENCE_TOO = (a, b) -> {
            int byPriority = Integer.compare(a.priority, b.priority);
            return byPriority != 0 ? byPriority : Long.compare(a.sequence, b.sequence);
        };

        private final PriorityBlockingQueue<Node> queue;
        private final AtomicLong sequence = new AtomicLong();
        private final boolean fifo;
        private final Bound bound;

        Blocking(int capacity, boolean fifo) {
            this.fifo = fifo;
            bound = new Bound(capacity);
            queue = new PriorityBlockingQueue<>(capacity, fifo ? BY_SEQUENCE_TOO : BY_PRIORITY);
        }

        @Override
        boolean offer(Object element, int priority) {
            return bound.enter() && queue.offer(new Node(element, priority, fifo ? sequence.getAndIncrement() : 0));
        }

        @Override
        public @Nullable Object poll() {
            Node node = queue.poll();
            if (node == null) {
                return null;
            }
            bound.leave();
            return node.element;
        }
    }

    private static final class SkipList extends Prioritized {
        private final ConcurrentNavigableMap<Key, Object> map = new ConcurrentSkipListMap<>();
        private final AtomicLong sequence = new AtomicLong();
        private final Bound bound;

        SkipList(int capacity) {
            bound = new Bound(capacity);
        }

        @Override
        boolean offer(Object element, int priority) {
            if (!bound.enter()) {
                return false;
            }
            map.put(new Key(priority, sequence.getAndIncrement()), element);
            return true;
        }

        @Override
        public @Nullable Object poll() {
            Map.Entry<Key, Object> first = map.pollFirstEntry();
            if (first == null) {
                return null;
            }
            bound.leave();
            return first.getValue();
        }
    }
}
