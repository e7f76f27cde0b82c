package io.ringway.benchmarks;

import com.conversantmedia.util.concurrent.ConcurrentQueue;
import java.util.AbstractQueue;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A Conversant queue that is no {@link java.util.Queue} by itself. */
final class ConversantQueue extends AbstractQueue<Object> {

    private final ConcurrentQueue<Object> queue;

    ConversantQueue(ConcurrentQueue<Object> queue) {
        this.queue = queue;
    }

    @Override
    public boolean offer(Object element) {
        return queue.offer(element);
    }

    @Override
    public @Nullable Object poll() {
        return queue.poll();
    }

    @Override
    public @Nullable Object peek() {
        return queue.peek();
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public Iterator<Object> iterator() {
        throw new UnsupportedOperationException("the queue has no iterator");
    }
}
