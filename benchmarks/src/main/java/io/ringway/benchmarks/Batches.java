package io.ringway.benchmarks;

import com.conversantmedia.util.concurrent.ConcurrentQueue;
import io.ringway.queues.BoundedQueue;
import java.util.AbstractCollection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import org.agrona.concurrent.AbstractConcurrentArrayQueue;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/** The batch operations of each library behind one interface; where one has none, the loop that its users write. */
final class Batches {

    private Batches() {}

    static Batching of(Queue<Object> queue, int batch) {
        if (queue instanceof BoundedQueue<Object> ours) {
            return new Ringway(ours);
        }
        if (queue instanceof MessagePassingQueue<?>) {
            @SuppressWarnings("unchecked")
            MessagePassingQueue<Object> jctools = (MessagePassingQueue<Object>) queue;
            return new JcTools(jctools);
        }
        if (queue instanceof AbstractConcurrentArrayQueue<Object> agrona) {
            return new Agrona(agrona);
        }
        if (queue instanceof DisruptorQueue lmax) {
            return lmax;
        }
        if (queue instanceof ConcurrentQueue<?>) {
            @SuppressWarnings("unchecked")
            ConcurrentQueue<Object> conversant = (ConcurrentQueue<Object>) queue;
            return new Conversant(queue, conversant, batch);
        }
        if (queue instanceof BlockingQueue<Object> blocking) {
            return new Jdk(blocking);
        }
        return new Single(queue);
    }

    private record Ringway(BoundedQueue<Object> queue) implements Batching {

        @Override
        public int fill(Source source, int limit) {
            return queue.fill(source, limit);
        }

        @Override
        public int drain(Sink sink, int limit) {
            return queue.drain(sink, limit);
        }
    }

    private record JcTools(MessagePassingQueue<Object> queue) implements Batching {

        @Override
        public int fill(Source source, int limit) {
            return queue.fill(source, limit);
        }

        @Override
        public int drain(Sink sink, int limit) {
            return queue.drain(sink, limit);
        }
    }

    /**
     * Inserts one by one. An element that was refused is kept for the next batch, as the source cannot take it back.
     */
    private abstract static class OneByOne implements Batching {

        private final Queue<Object> queue;
        private @Nullable Object refused;

        OneByOne(Queue<Object> queue) {
            this.queue = queue;
        }

        @Override
        public final int fill(Source source, int limit) {
            for (int count = 0; count < limit; count++) {
                Object kept = refused;
                Object element = kept == null ? source.get() : kept;
                if (!queue.offer(element)) {
                    refused = element;
                    return count;
                }
                refused = null;
            }
            return limit;
        }
    }

    private static final class Agrona extends OneByOne {

        private final AbstractConcurrentArrayQueue<Object> queue;

        Agrona(AbstractConcurrentArrayQueue<Object> queue) {
            super(queue);
            this.queue = queue;
        }

        @Override
        public int drain(Sink sink, int limit) {
            return queue.drain(sink, limit);
        }
    }

    /** Conversant hands a batch over in an array. */
    private static final class Conversant extends OneByOne {

        private final ConcurrentQueue<Object> queue;
        private final @Nullable Object[] taken;

        Conversant(Queue<Object> queue, ConcurrentQueue<Object> same, int batch) {
            super(queue);
            this.queue = same;
            this.taken = new @Nullable Object[batch];
        }

        @Override
        public int drain(Sink sink, int limit) {
            int count = queue.remove(taken);
            for (int i = 0; i < count; i++) {
                Object element = taken[i];
                if (element != null) {
                    sink.accept(element);
                }
                taken[i] = null;
            }
            return count;
        }
    }

    private static final class Jdk extends OneByOne {

        private final BlockingQueue<Object> queue;
        private final Collector collector = new Collector();

        Jdk(BlockingQueue<Object> queue) {
            super(queue);
            this.queue = queue;
        }

        @Override
        public int drain(Sink sink, int limit) {
            collector.sink = sink;
            return queue.drainTo(collector, limit);
        }
    }

    private static final class Single extends OneByOne {

        private final Queue<Object> queue;

        Single(Queue<Object> queue) {
            super(queue);
            this.queue = queue;
        }

        @Override
        public int drain(Sink sink, int limit) {
            for (int count = 0; count < limit; count++) {
                Object element = queue.poll();
                if (element == null) {
                    return count;
                }
                sink.accept(element);
            }
            return limit;
        }
    }

    /** Lets {@code drainTo} hand elements straight to the sink, so that no list is paid for. */
    private static final class Collector extends AbstractCollection<Object> {

        private Batching.Sink sink = element -> {};

        @Override
        public boolean add(Object element) {
            sink.accept(element);
            return true;
        }

        @Override
        public Iterator<Object> iterator() {
            return Collections.emptyIterator();
        }

        @Override
        public int size() {
            return 0;
        }
    }
}
