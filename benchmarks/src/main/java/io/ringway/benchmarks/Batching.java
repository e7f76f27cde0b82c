package io.ringway.benchmarks;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jctools.queues.MessagePassingQueue;

/** What a queue offers for moving many elements with one call, or the nearest that it has. */
public interface Batching {

    /**
     * Inserts up to {@code limit} elements.
     *
     * @param source gives the elements
     * @param limit how many at most
     * @return how many were inserted
     */
    int fill(Source source, int limit);

    /**
     * Removes up to {@code limit} elements.
     *
     * @param sink takes the elements
     * @param limit how many at most
     * @return how many were removed
     */
    int drain(Sink sink, int limit);

    /** Gives elements, in the form that each library asks for, so that none pays for an adapter. */
    @FunctionalInterface
    interface Source extends Supplier<Object>, MessagePassingQueue.Supplier<Object> {

        @Override
        Object get();
    }

    /** Takes elements, in the form that each library asks for, so that none pays for an adapter. */
    @FunctionalInterface
    interface Sink extends Consumer<Object>, MessagePassingQueue.Consumer<Object> {

        @Override
        void accept(Object element);
    }
}
