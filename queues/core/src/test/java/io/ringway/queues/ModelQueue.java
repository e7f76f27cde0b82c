package io.ringway.queues;

import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a bounded queue does, as plainly as it can be said, for one thread. Where a queue would wait, this fails. */
final class ModelQueue<E> extends AbstractQueue<E> implements BoundedQueue<E>, BlockingQueue<E> {

    private final List<E> elements = new ArrayList<>();
    private final int capacity;
    private boolean closed;
    private long enqueued;
    private long dequeued;
    private long rejected;

    ModelQueue(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public boolean offer(E e) {
        Objects.requireNonNull(e);
        requireOpen();
        if (elements.size() == capacity) {
            rejected++;
            return false;
        }
        elements.add(e);
        enqueued++;
        return true;
    }

    private void requireOpen() {
        if (closed) {
            throw new QueueClosedException();
        }
    }

    private E removeAt(int index) {
        dequeued++;
        return elements.remove(index);
    }

    @Override
    public E poll() {
        return elements.isEmpty() ? null : removeAt(0);
    }

    @Override
    public E peek() {
        return elements.isEmpty() ? null : elements.get(0);
    }

    @Override
    public int drain(Consumer<? super E> sink, int limit) {
        int drained = 0;
        while (drained < limit && !elements.isEmpty()) {
            drained++;
            sink.accept(removeAt(0));
        }
        return drained;
    }

    @Override
    public int fill(Supplier<? extends E> source, int limit) {
        requireOpen();
        int filled = 0;
        while (filled < limit && elements.size() < capacity) {
            offer(source.get());
            filled++;
        }
        return filled;
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int remainingCapacity() {
        return capacity - elements.size();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public QueueStats stats() {
        return new QueueStats(capacity, elements.size(), enqueued, dequeued, rejected);
    }

    @Override
    public Iterator<E> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < elements.size();
            }

            @Override
            public E next() {
                return elements.get(next++);
            }

            @Override
            public void remove() {
                removeAt(--next);
            }
        };
    }

    @Override
    public void put(E e) {
        if (!offer(e)) {
            throw new AssertionError("would wait");
        }
    }

    @Override
    public boolean offer(E e, long timeout, TimeUnit unit) {
        return offer(e);
    }

    @Override
    public E take() {
        if (elements.isEmpty() && closed) {
            throw new QueueClosedException();
        }
        return remove();
    }

    @Override
    public E poll(long timeout, TimeUnit unit) {
        return poll();
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drain(target::add, capacity);
    }

    @Override
    public int drainTo(Collection<? super E> target, int limit) {
        return drain(target::add, limit);
    }
}
