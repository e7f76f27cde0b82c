package io.ringway.benchmarks;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventFactory;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.RingBuffer;
import java.util.AbstractQueue;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The LMAX Disruptor in a queue's place: producers publish without waiting, one consumer polls.
 *
 * <p>The consumer clears the event, as a queue must not keep what it gave away.
 */
final class DisruptorQueue extends AbstractQueue<Object> implements Batching {

    private static final EventTranslatorOneArg<Slot, Object> FILL = (slot, sequence, element) -> slot.element = element;

    private final RingBuffer<Slot> ring;
    private final EventPoller<Slot> poller;
    private final One one = new One();
    private final Many many = new Many();

    private DisruptorQueue(RingBuffer<Slot> ring) {
        this.ring = ring;
        this.poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
    }

    static DisruptorQueue singleProducer(int capacity) {
        EventFactory<Slot> slots = Slot::new;
        return new DisruptorQueue(RingBuffer.createSingleProducer(slots, capacity, new BusySpinWaitStrategy()));
    }

    static DisruptorQueue multiProducer(int capacity) {
        EventFactory<Slot> slots = Slot::new;
        return new DisruptorQueue(RingBuffer.createMultiProducer(slots, capacity, new BusySpinWaitStrategy()));
    }

    @Override
    public boolean offer(Object element) {
        return ring.tryPublishEvent(FILL, element);
    }

    @Override
    public @Nullable Object poll() {
        poll(one);
        Object element = one.element;
        one.element = null;
        return element;
    }

    @Override
    public int fill(Source source, int limit) {
        int room = (int) Math.min(limit, ring.remainingCapacity());
        if (room == 0) {
            return 0;
        }
        long last = ring.next(room);
        long first = last - room + 1;
        for (long sequence = first; sequence <= last; sequence++) {
            ring.get(sequence).element = source.get();
        }
        ring.publish(first, last);
        return room;
    }

    @Override
    public int drain(Sink sink, int limit) {
        many.sink = sink;
        many.limit = limit;
        many.count = 0;
        poll(many);
        return many.count;
    }

    private void poll(EventPoller.Handler<Slot> handler) {
        try {
            poller.poll(handler);
        } catch (Exception e) {
            throw new IllegalStateException("the handlers throw nothing", e);
        }
    }

    @Override
    public @Nullable Object peek() {
        throw new UnsupportedOperationException("the poller cannot look ahead");
    }

    @Override
    public int size() {
        return (int) (ring.getBufferSize() - ring.remainingCapacity());
    }

    @Override
    public Iterator<Object> iterator() {
        throw new UnsupportedOperationException("the ring has no iterator");
    }

    private static final class Slot {
        private @Nullable Object element;
    }

    private static final class One implements EventPoller.Handler<Slot> {

        private @Nullable Object element;

        @Override
        public boolean onEvent(Slot slot, long sequence, boolean endOfBatch) {
            element = slot.element;
            slot.element = null;
            return false;
        }
    }

    private static final class Many implements EventPoller.Handler<Slot> {

        private Sink sink = element -> {};
        private int limit;
        private int count;

        @Override
        public boolean onEvent(Slot slot, long sequence, boolean endOfBatch) {
            Object element = slot.element;
            slot.element = null;
            if (element != null) {
                sink.accept(element);
            }
            return ++count < limit;
        }
    }
}
