package io.ringway.benchmarks;

import com.conversantmedia.util.concurrent.ConcurrentQueue;
import io.ringway.queues.BoundedQueue;
import java.util.AbstractCollection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
      return new Conversant(conversant, batch);
    }
    if (queue instanceof BlockingQueue<Object> blocking) {
      return new Jdk(blocking);
    }
    return new Single(queue);
  }

  private static int offerUntilFull(Queue<Object> queue, Supplier<Object> source, int limit) {
    int count = 0;
    while (count < limit && queue.offer(source.get())) {
      count++;
    }
    return count;
  }

  private record Ringway(BoundedQueue<Object> queue) implements Batching {

    @Override
    public int fill(Supplier<Object> source, int limit) {
      return queue.fill(source, limit);
    }

    @Override
    public int drain(Consumer<Object> sink, int limit) {
      return queue.drain(sink, limit);
    }
  }

  private record JcTools(MessagePassingQueue<Object> queue) implements Batching {

    @Override
    public int fill(Supplier<Object> source, int limit) {
      return queue.fill(source::get, limit);
    }

    @Override
    public int drain(Consumer<Object> sink, int limit) {
      return queue.drain(sink::accept, limit);
    }
  }

  private record Agrona(AbstractConcurrentArrayQueue<Object> queue) implements Batching {

    @Override
    public int fill(Supplier<Object> source, int limit) {
      return offerUntilFull(queue, source, limit);
    }

    @Override
    public int drain(Consumer<Object> sink, int limit) {
      return queue.drain(sink, limit);
    }
  }

  /** Conversant hands a batch over in an array. */
  private static final class Conversant implements Batching {

    private final ConcurrentQueue<Object> queue;
    private final @Nullable Object[] taken;

    Conversant(ConcurrentQueue<Object> queue, int batch) {
      this.queue = queue;
      this.taken = new @Nullable Object[batch];
    }

    @Override
    public int fill(Supplier<Object> source, int limit) {
      int count = 0;
      while (count < limit && queue.offer(source.get())) {
        count++;
      }
      return count;
    }

    @Override
    public int drain(Consumer<Object> sink, int limit) {
      int count = queue.remove(taken);
      for (int i = 0; i < count; i++) {
        sink.accept(taken[i]);
        taken[i] = null;
      }
      return count;
    }
  }

  private record Jdk(BlockingQueue<Object> queue) implements Batching {

    @Override
    public int fill(Supplier<Object> source, int limit) {
      return offerUntilFull(queue, source, limit);
    }

    @Override
    public int drain(Consumer<Object> sink, int limit) {
      return queue.drainTo(new Sink(sink), limit);
    }
  }

  private record Single(Queue<Object> queue) implements Batching {

    @Override
    public int fill(Supplier<Object> source, int limit) {
      return offerUntilFull(queue, source, limit);
    }

    @Override
    public int drain(Consumer<Object> sink, int limit) {
      int count = 0;
      for (Object element = queue.poll(); element != null; element = queue.poll()) {
        sink.accept(element);
        if (++count == limit) {
          break;
        }
      }
      return count;
    }
  }

  /** Lets {@code drainTo} hand elements straight to a consumer, so that no list is paid for. */
  private static final class Sink extends AbstractCollection<Object> {

    private final Consumer<Object> consumer;

    Sink(Consumer<Object> consumer) {
      this.consumer = consumer;
    }

    @Override
    public boolean add(Object element) {
      consumer.accept(element);
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
