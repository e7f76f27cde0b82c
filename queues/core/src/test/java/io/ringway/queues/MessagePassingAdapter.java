package io.ringway.queues;

import java.util.AbstractQueue;
import java.util.Iterator;
import org.jctools.queues.MessagePassingQueue;

/**
 * One of our queues under JCTools' interface. It only delegates: the relaxed operations are the strict ones, which
 * promise more, and a null argument is reported in the words that JCTools uses.
 */
final class MessagePassingAdapter<E> extends AbstractQueue<E> implements MessagePassingQueue<E> {

    private final BoundedQueue<E> queue;

    MessagePassingAdapter(BoundedQueue<E> queue) {
        this.queue = queue;
    }

    @Override
    public boolean offer(E e) {
        return queue.offer(e);
    }

    @Override
    public E poll() {
        return queue.poll();
    }

    @Override
    public E peek() {
        return queue.peek();
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public void clear() {
        queue.clear();
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    @Override
    public Iterator<E> iterator() {
        return queue.iterator();
    }

    @Override
    public int capacity() {
        return queue.capacity();
    }

    @Override
    public boolean relaxedOffer(E e) {
        return queue.offer(e);
    }

    @Override
    public E relaxedPoll() {
        return queue.poll();
    }

    @Override
    public E relaxedPeek() {
        return queue.peek();
    }

    @Override
    public int drain(Consumer<E> sink, int limit) {
        requireArgument(sink);
        return queue.drain(sink::accept, limit);
    }

    @Override
    public int fill(Supplier<E> source, int limit) {
        requireArgument(source);
        return queue.fill(source::get, limit);
    }

    @Override
    public int drain(Consumer<E> sink) {
        return drain(sink, capacity());
    }

    @Override
    public int fill(Supplier<E> source) {
        return fill(source, capacity());
    }

    @Override
    public void drain(Consumer<E> sink, WaitStrategy wait, ExitCondition exit) {
        requireArgument(sink);
        requireArgument(wait);
        requireArgument(exit);
        int idle = 0;
        while (exit.keepRunning()) {
            idle = drain(sink) == 0 ? wait.idle(idle) : 0;
        }
    }

    @Override
    public void fill(Supplier<E> source, WaitStrategy wait, ExitCondition exit) {
        requireArgument(source);
        requireArgument(wait);
        requireArgument(exit);
        int idle = 0;
        while (exit.keepRunning()) {
            idle = fill(source) == 0 ? wait.idle(idle) : 0;
        }
    }

    private static void requireArgument(Object argument) {
        if (argument == null) {
            throw new IllegalArgumentException("null");
        }
    }

    @Override
    public String toString() {
        return queue.toString();
    }
}
