package io.ringway.benchmarks;

/** Something that takes elements one by one and gives them out in batches, by size or by time. */
public interface BatchSource {

    /**
     * Inserts an element.
     *
     * @param element the element
     * @return whether there was room
     */
    boolean offer(Object element);

    /**
     * Removes the next batch. May return 0 when none is ready.
     *
     * @param sink takes the elements
     * @return how many it took
     * @throws InterruptedException when JMH gives up
     */
    int collect(Batching.Sink sink) throws InterruptedException;
}
